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
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The bytes of media messages, one file each in a directory. Streams, never holds a whole file. Safe for use by any
 * thread.
 */
public final class MediaFiles {

    /** The largest file that is kept: what WhatsApp takes for a document. */
    public static final long LARGEST = 2_000L * 1024 * 1024;

    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    /** A file was larger than {@link #LARGEST}. */
    public static final class FileTooLarge extends IOException {

        private static final long serialVersionUID = 1L;

        FileTooLarge() {
            super("the file is larger than " + LARGEST + " bytes");
        }
    }

    private final Path directory;

    public MediaFiles(Path directory) {
        this.directory = directory;
    }

    /** Reads the stream to its end and keeps what it held; keeps nothing when it fails. */
    public StoredFile keep(InputStream bytes) throws IOException {
        Files.createDirectories(directory);
        String id = UUID.randomUUID().toString();
        Path file = directory.resolve(id);
        MessageDigest digest = sha256();
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            copy(bytes, out);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        String hash = Base64.getEncoder().encodeToString(digest.digest());
        return new StoredFile(id, Files.size(file), hash);
    }

    public Optional<Path> find(String id) {
        Path file = directory.resolve(ID.matcher(id).matches() ? id : "none");
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    public void delete(StoredFile file) {
        try {
            Files.deleteIfExists(directory.resolve(file.id()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            total += read;
            if (total > LARGEST) {
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
