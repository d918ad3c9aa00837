package io.sanasend.worker.event;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Files of one directory. Nothing here is done through a channel that an interrupt would close: those who report events
 * are interrupted when their session ends.
 */
final class DiskFiles implements SpoolFiles {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;

    /** @throws IOException if it cannot be made */
    DiskFiles(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        this.directory = directory;
    }

    @Override
    public List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    public Appender create(String name) throws IOException {
        Path file = Files.createFile(directory.resolve(name), OWNER_ONLY);
        forceDirectory();
        return new Appending(new RandomAccessFile(file.toFile(), "rw"));
    }

    @Override
    public byte[] read(String name, long from, int most) throws IOException {
        try (var file = new RandomAccessFile(directory.resolve(name).toFile(), "r")) {
            file.seek(from);
            byte[] bytes = new byte[Math.clamp(file.length() - from, 0, most)];
            file.readFully(bytes);
            return bytes;
        }
    }

    @Override
    public void overwrite(String name, byte[] content) throws IOException {
        Path path = directory.resolve(name);
        if (!Files.exists(path)) {
            Files.createFile(path, OWNER_ONLY);
        }
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(content);
            file.setLength(content.length);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    private void forceDirectory() throws IOException {
        try (var opened = FileChannel.open(directory, StandardOpenOption.READ)) {
            opened.force(true);
        }
    }

    private record Appending(RandomAccessFile file) implements Appender {

        @Override
        public void append(byte[] bytes) throws IOException {
            file.write(bytes);
        }

        @Override
        public void force() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void truncate(long length) throws IOException {
            file.setLength(length);
            file.seek(length);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
