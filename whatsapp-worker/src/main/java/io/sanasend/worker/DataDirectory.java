package io.sanasend.worker;

import io.sanasend.worker.browser.BrowserUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The worker's own directory, locked for as long as it runs: what is found running on it at the start is a former
 * worker's, and nobody else's.
 */
final class DataDirectory implements AutoCloseable {

    private final Path root;
    private final Path profiles;
    private final FileChannel lock;

    private DataDirectory(Path root, Path profiles, FileChannel lock) {
        this.root = root;
        this.profiles = profiles;
        this.lock = lock;
    }

    /**
     * Makes it, readable by the owner alone, and locks it.
     *
     * @param profiles where the sessions are, which other workers may share
     * @throws BrowserUnavailable if another worker has it, or it cannot be written to
     */
    static DataDirectory open(Path directory, Path profiles) {
        try {
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(directory, ownerOnly);
            Files.createDirectories(profiles, ownerOnly);
            // Their real paths: that is what the process table shows.
            Path root = directory.toRealPath();
            Files.createDirectories(root.resolve("uploads"), ownerOnly);
            FileChannel channel =
                    FileChannel.open(root.resolve("worker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new BrowserUnavailable(
                        "another worker runs on " + root + "; stop it or set SANASEND_WORKER_DATA");
            }
            return new DataDirectory(root, profiles.toRealPath(), channel);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "SANASEND_WORKER_DATA " + directory + " or SANASEND_PROFILES " + profiles + " cannot be used", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // A second worker in the same JVM.
            return null;
        }
    }

    Path root() {
        return root;
    }

    /** A directory for each session. */
    Path sessions() {
        return profiles;
    }

    /** Events on their way to the api. */
    Path events() {
        return root.resolve("events");
    }

    /** The name of this worker if its operator gives it none. */
    String workerId(RandomGenerator random) {
        return DurableId.at(root.resolve("worker-id"), random);
    }

    /** The name of the place the sessions are in; all workers that share it read the same. */
    String placeId(RandomGenerator random) {
        return DurableId.at(profiles.resolve("place-id"), random);
    }

    /** Files on their way from a request into a page; what a former worker left is removed. */
    Path uploads() {
        Path uploads = root.resolve("uploads");
        try (var leftovers = Files.newDirectoryStream(uploads)) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return uploads;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
