package io.sanasend.worker.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one session: the browser's profile, and beside it a marker that says when the profile was linked.
 *
 * <p>The marker is what tells a QR code on a linked profile (a suspicion) from one on a new profile. It is on disk
 * before a session is reported as connected, and gone before an unlinked one is. Confined to its session.
 *
 * @param root {@code <data>/sessions/<session id>}
 */
public record ProfileDirectory(Path root) {

    private static final List<String> LOCKS = List.of("SingletonLock", "SingletonSocket", "SingletonCookie");

    /** What the browser gets as its user data directory. */
    public Path userData() {
        return root.resolve("profile");
    }

    /** Where files on their way into the page wait. */
    public Path uploads() {
        return root.resolve("uploads");
    }

    Path log() {
        return root.resolve("browser.log");
    }

    private Path marker() {
        return root.resolve("linked");
    }

    public boolean exists() {
        return Files.isDirectory(root);
    }

    public boolean isLinked() {
        return Files.exists(marker());
    }

    /** Makes the directories, readable by the owner alone. */
    public void create() {
        try {
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(root, ownerOnly);
            Files.createDirectories(userData(), ownerOnly);
            Files.createDirectories(uploads(), ownerOnly);
        } catch (IOException e) {
            throw new BrowserUnavailable("cannot create " + root + ": check that the worker may write there", e);
        }
    }

    /** When the device it holds was linked, in whole milliseconds; absent if it holds none. */
    public @Nullable Instant linkedAt() {
        try {
            if (!isLinked()) {
                return null;
            }
            return noted().truncatedTo(ChronoUnit.MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(marker() + " cannot be read", e);
        }
    }

    /** A marker without a time, as they used to be, is as old as its file. */
    private Instant noted() throws IOException {
        try {
            return Instant.parse(Files.readString(marker()).strip());
        } catch (DateTimeParseException e) {
            return Files.getLastModifiedTime(marker()).toInstant();
        }
    }

    /** Notes that the profile was linked then; whole, and on disk, when this returns. */
    public void markLinked(Instant at) {
        Path written = root.resolve("linked.new");
        try {
            Files.writeString(written, at.truncatedTo(ChronoUnit.MILLIS) + "\n");
            force(written, StandardOpenOption.WRITE);
            Files.move(written, marker(), StandardCopyOption.ATOMIC_MOVE);
            force(root, StandardOpenOption.READ);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void force(Path path, StandardOpenOption mode) throws IOException {
        try (FileChannel opened = FileChannel.open(path, mode)) {
            opened.force(true);
        }
    }

    /** Notes that the profile is no longer linked. */
    public void markUnlinked() {
        delete(marker());
    }

    /**
     * Removes what a dead browser left to lock the profile.
     *
     * @throws BrowserUnavailable if a process still holds it
     */
    void unlock() {
        if (!ProcessTable.ofDirectory(userData()).isEmpty()) {
            throw new BrowserUnavailable("a browser still runs on " + userData());
        }
        for (String lock : LOCKS) {
            delete(userData().resolve(lock));
        }
        delete(userData().resolve("DevToolsActivePort"));
    }

    /** Erases everything, the marker first. Does nothing when there is nothing. */
    public void erase() {
        delete(marker());
        if (!exists()) {
            return;
        }
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot erase " + root, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }
}
