package io.sanasend.local.part;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The file another process appends its output to, kept from growing without end.
 *
 * <p>Old ones are kept beside it as {@code name.1.log}, {@code name.2.log}, …: the lower the number, the newer. The writer must
 * open the file for appending. To be used by one thread at a time.
 *
 * @param path the file; its name ends in {@code .log}
 * @param largest bytes after which {@link #limit()} starts it anew
 * @param kept how many old ones stay
 */
public record LogFile(Path path, long largest, int kept) {

    private static final long TEN_MEGABYTES = 10L * 1024 * 1024;
    private static final int THREE = 3;
    private static final int TAIL_BYTES = 16 * 1024;

    public LogFile {
        path = path.toAbsolutePath().normalize();
        if (!path.getFileName().toString().endsWith(".log") || largest < 1 || kept < 1) {
            throw new IllegalArgumentException("a log file needs a name ending in .log, a size and a number to keep");
        }
    }

    /** A log of at most 10 MB, with three old ones. */
    public static LogFile at(Path path) {
        return new LogFile(path, TEN_MEGABYTES, THREE);
    }

    /** Puts the present file away and lets the next writer begin a new one. Nobody may be writing to it. */
    public void rotate() {
        try {
            Files.createDirectories(path.getParent());
            if (Files.exists(path)) {
                makeRoom();
                Files.move(path, old(1), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot rotate " + path, e);
        }
    }

    /** When the file is too large: copies it away and empties it under the writer's hands. Lines written meanwhile may be lost. */
    public void limit() {
        try {
            if (Files.exists(path) && Files.size(path) > largest) {
                makeRoom();
                Files.copy(path, old(1), StandardCopyOption.REPLACE_EXISTING);
                Files.newByteChannel(path, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                        .close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot shorten " + path, e);
        }
    }

    /** The last lines, oldest first; none when there is no file. */
    public List<String> tail(int lines) {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            int size = (int) Math.min(file.length(), TAIL_BYTES);
            file.seek(file.length() - size);
            byte[] bytes = new byte[size];
            file.readFully(bytes);
            List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException _) {
            return List.of();
        }
    }

    private void makeRoom() throws IOException {
        for (int age = kept - 1; age >= 1; age--) {
            if (Files.exists(old(age))) {
                Files.move(old(age), old(age + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path old(int age) {
        String name = path.getFileName().toString();
        return path.resolveSibling(name.substring(0, name.length() - ".log".length()) + "." + age + ".log");
    }
}
