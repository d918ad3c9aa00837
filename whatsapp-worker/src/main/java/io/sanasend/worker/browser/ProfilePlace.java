package io.sanasend.worker.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directory of all sessions' profiles, which workers of one machine may share: each holds those of its own sessions
 * and touches no other. Thread-safe.
 */
public final class ProfilePlace {

    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path PROCESSES = Path.of("/proc/self/ns/pid");

    private final Path directory;
    private final ProfileOwner self;
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    /**
     * @param directory made if it is not there
     * @param worker this worker's name, the same after a restart
     */
    public ProfilePlace(Path directory, String worker) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            // Its real path: that is what the process table shows.
            this.directory = directory.toRealPath();
            // Processes are seen within one run of one machine, and there within one namespace.
            this.self =
                    new ProfileOwner(worker, Files.readString(BOOT).strip() + "/" + Files.readSymbolicLink(PROCESSES));
        } catch (IOException e) {
            throw new UncheckedIOException("the place of the profiles, " + directory + ", cannot be used", e);
        }
    }

    public Path directory() {
        return directory;
    }

    /**
     * Takes a session's profile for this worker alone, until it is closed; whether there is one does not matter.
     *
     * <p>Empty while another worker has it, and also when another had it whose browser could be running where it cannot be
     * seen from here: in another container, or on another machine.
     */
    public Optional<HeldProfile> tryHold(String session) {
        // First, so that this process never opens the file of a lock that it has.
        if (!held.add(session)) {
            return Optional.empty();
        }
        Optional<HeldProfile> taken = SessionLock.tryTake(directory.resolve(session + ".lock"))
                .map(lock -> new HeldProfile(
                        new ProfileDirectory(directory.resolve(session)), lock, self, () -> held.remove(session)));
        if (taken.isEmpty()) {
            held.remove(session);
        }
        if (taken.isPresent() && taken.get().isOutOfReach()) {
            taken.get().close();
            return Optional.empty();
        }
        return taken;
    }

    /** Whether this worker holds that session now. */
    boolean isHeld(String session) {
        return held.contains(session);
    }

    /** The sessions that this worker hosted when it ended, the most recently used first. */
    public List<String> ownRunning() {
        try (DirectoryStream<Path> sessions = Files.newDirectoryStream(directory, Files::isDirectory)) {
            var used = new TreeMap<Instant, List<String>>(Comparator.reverseOrder());
            for (Path session : sessions) {
                Path note = session.resolve(HeldProfile.RUNNING);
                if (Files.exists(note) && self.worker().equals(HeldProfile.workerOf(session))) {
                    used.computeIfAbsent(Files.getLastModifiedTime(note).toInstant(), _ -> new ArrayList<>())
                            .add(session.getFileName().toString());
                }
            }
            return used.values().stream().flatMap(List::stream).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the place of the profiles, " + directory + ", cannot be read", e);
        }
    }
}
