package io.sanasend.worker.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A session's profile while this worker holds its lock: nobody else touches it, its processes or its files.
 *
 * <p>Beside the profile lie two notes that outlive the worker: {@code owner}, which worker hosts it, and {@code running},
 * that it is to be started again by itself. Thread-safe as far as its callers do one thing after the other. The owner
 * closes it.
 */
public final class HeldProfile implements AutoCloseable {

    private final ProfileDirectory directory;
    private final SessionLock lock;
    private final ProfileOwner self;

    HeldProfile(ProfileDirectory directory, SessionLock lock, ProfileOwner self) {
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
        try {
            return Files.exists(ownerNote()) ? ProfileOwner.of(Files.readAllLines(ownerNote())) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path ownerNote() {
        return directory.root().resolve("owner");
    }

    private Path runningNote() {
        return directory.root().resolve("running");
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
    }
}
