package io.sanasend.worker.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session's profile while this worker holds its lock: nobody else touches it, its processes or its files.
 *
 * <p>Beside the profile lie two notes that outlive the worker: {@code owner}, which worker hosts it, and {@code running},
 * that it is to be started again by itself. Thread-safe as far as its callers do one thing after the other. The owner
 * closes it.
 */
public final class HeldProfile implements AutoCloseable {

    static final String RUNNING = "running";

    private static final String OWNER = "owner";
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final ProfileDirectory directory;
    private final SessionLock lock;
    private final ProfileOwner self;
    private final Runnable released;
    private Instant usedAt = Instant.EPOCH;

    HeldProfile(ProfileDirectory directory, SessionLock lock, ProfileOwner self, Runnable released) {
        this.released = released;
        this.directory = directory;
        this.lock = lock;
        this.self = self;
    }

    public ProfileDirectory directory() {
        return directory;
    }

    /** Notes that this worker runs it, before it does. */
    public void begin() {
        directory.create();
        write(ownerNote(), self.text());
        write(runningNote(), "");
    }

    /** Notes that it was used just now, to the minute: those used last come back first. */
    public void use(Instant now) {
        if (now.isBefore(usedAt.plus(USE_NOTED_EVERY))) {
            return;
        }
        usedAt = now;
        try {
            Files.setLastModifiedTime(runningNote(), FileTime.from(now));
        } catch (NoSuchFileException e) {
            // It is being stopped.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notes that it is not to be started by itself any more. */
    public void rest() {
        try {
            Files.deleteIfExists(runningNote());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notes that none of its processes is left: any worker may have it now. */
    public void vacate() {
        if (directory.exists()) {
            write(ownerNote(), self.withoutProcesses().text());
        }
    }

    /** Whether its browser may be running where it cannot be seen from here. */
    boolean isOutOfReach() {
        ProfileOwner owner = owner();
        return owner != null
                && !owner.worker().equals(self.worker())
                && owner.processes() != null
                && !owner.processes().equals(self.processes());
    }

    private @Nullable ProfileOwner owner() {
        return ownerOf(directory.root());
    }

    /** The name of the worker that hosts a session, or did last; absent if none is noted. */
    static @Nullable String workerOf(Path session) {
        ProfileOwner owner = ownerOf(session);
        return owner == null ? null : owner.worker();
    }

    private static @Nullable ProfileOwner ownerOf(Path session) {
        try {
            return ProfileOwner.of(Files.readAllLines(session.resolve(OWNER)));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path ownerNote() {
        return directory.root().resolve(OWNER);
    }

    private Path runningNote() {
        return directory.root().resolve(RUNNING);
    }

    /** Whole or not at all. */
    private static void write(Path note, String text) {
        Path written = note.resolveSibling(note.getFileName() + ".new");
        try {
            Files.writeString(written, text);
            Files.move(written, note, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new BrowserUnavailable("cannot write " + note + ": check the disk", e);
        }
    }

    /** Gives it back; of one that was erased nothing is left. */
    @Override
    public void close() {
        if (!directory.exists()) {
            lock.remove();
        }
        lock.close();
        released.run();
    }
}
