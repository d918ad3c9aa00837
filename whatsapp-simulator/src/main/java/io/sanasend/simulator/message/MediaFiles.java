package io.sanasend.simulator.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The bytes of media messages, one file each in a directory. Streams, never holds a whole file. Safe for use by any
 * thread. An upload that no message claims makes room after {@value #MOST_UNCLAIMED} others.
 */
public final class MediaFiles {

    /** The largest file that is kept: what WhatsApp takes for a document. */
    public static final long LARGEST = 2_000L * 1024 * 1024;

    /** All files together; more would fill the disk of a machine that only tests. */
    private static final long MOST_BYTES = 8L * 1024 * 1024 * 1024;

    private static final int MOST_UNCLAIMED = 100;
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    /** A file was larger than {@link #LARGEST}, or there is no room for it any more. */
    public static final class FileTooLarge extends IOException {

        private static final long serialVersionUID = 1L;

        FileTooLarge() {
            super("the file is too large");
        }
    }

    private final Path directory;
    private final Map<String, StoredFile> unclaimed = new LinkedHashMap<>();
    private long bytesKept;

    public MediaFiles(Path directory) {
        this.directory = directory;
    }

    /** Reads the stream to its end and keeps what it held; keeps nothing when it fails. */
    public StoredFile keep(InputStream bytes) throws IOException {
        Files.createDirectories(directory);
        String id = UUID.randomUUID().toString();
        Path path = directory.resolve(id);
        MessageDigest digest = sha256();
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(path), digest)) {
            copy(bytes, out);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
        String hash = Base64.getEncoder().encodeToString(digest.digest());
        StoredFile file = new StoredFile(id, Files.size(path), hash);
        remember(file);
        return file;
    }

    /** A file that was uploaded and that no message has yet. */
    public synchronized Optional<StoredFile> uploaded(String id) {
        return Optional.ofNullable(unclaimed.get(id));
    }

    /** The file belongs to a message now and lives as long as that. */
    synchronized void claim(StoredFile file) {
        unclaimed.remove(file.id());
    }

    /** Deletes what no message of an earlier process refers to any more. */
    public synchronized void retainOnly(List<StoredFile> known) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Set<String> ids = known.stream().map(StoredFile::id).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (!ids.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
        bytesKept = known.stream().mapToLong(StoredFile::size).sum();
    }

    private synchronized void remember(StoredFile file) {
        bytesKept += file.size();
        unclaimed.put(file.id(), file);
        if (unclaimed.size() > MOST_UNCLAIMED) {
            delete(unclaimed.remove(unclaimed.keySet().iterator().next()));
        }
    }

    private synchronized long room() {
        return Math.min(LARGEST, MOST_BYTES - bytesKept);
    }

    public Optional<Path> find(String id) {
        Path file = directory.resolve(ID.matcher(id).matches() ? id : "none");
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    public synchronized void delete(StoredFile file) {
        try {
            if (Files.deleteIfExists(directory.resolve(file.id()))) {
                bytesKept -= file.size();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(InputStream from, OutputStream to) throws IOException {
        long room = room();
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            total += read;
            if (total > room) {
                throw new FileTooLarge();
            }
            to.write(buffer, 0, read);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
