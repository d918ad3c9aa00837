package io.sanasend.local.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A directory (mode 0700) of small text files (mode 0600) that only their owner can read.
 *
 * <p>A file is written beside its place, forced to the disk and renamed, so a reader or a crash sees the old text or the
 * new one, never half of it. Safe for use by several threads as long as they write different names.
 *
 * @param path where it is; created when missing, and closed to others when it was open to them
 */
public record PrivateDirectory(Path path) {

    private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_ONLY_FILE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    public PrivateDirectory {
        path = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY_DIRECTORY));
            Files.setPosixFilePermissions(path, OWNER_ONLY_DIRECTORY);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the private directory " + path, e);
        }
    }

    /** A directory inside this one, as private as this one. */
    public PrivateDirectory directory(String name) {
        return new PrivateDirectory(path.resolve(name));
    }

    /** Where the file of that name is, or would be. */
    public Path file(String name) {
        return path.resolve(name);
    }

    /** The text of a file without the line break at its end; empty when there is no such file. */
    public Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(file(name)).stripTrailing());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file(name), e);
        }
    }

    /** Replaces the file's text, or creates it. */
    public void write(String name, String text) {
        Path beside = file("." + name + ".new");
        try {
            Files.deleteIfExists(beside);
            try (FileChannel channel = FileChannel.open(
                    beside,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(OWNER_ONLY_FILE))) {
                ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(beside, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file(name), e);
        }
    }

    /** The file's text when it is there and not blank; else what the supplier makes, which is written first. */
    public String readOrCreate(String name, Supplier<String> text) {
        Optional<String> present = read(name).filter(found -> !found.isBlank());
        if (present.isPresent()) {
            return present.get();
        }
        String created = text.get();
        write(name, created);
        return created;
    }

    /** Removes the file if it is there. */
    public void delete(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file(name), e);
        }
    }
}
