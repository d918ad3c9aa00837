package io.sanasend.api.media;

import io.sanasend.api.security.Digests;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The files of messages, in one directory that all replicas share. A file is safe on the disk before its message is
 * accepted; its name is random and says nothing. Safe for use by many threads.
 */
@ApplicationScoped
public class MediaStore {

    private static final Pattern KEY = Pattern.compile("[0-9a-f]{32}");
    private static final int KEY_BYTES = 16;

    private final Path directory;
    private final RandomGenerator random;

    public MediaStore(MediaConfig config, RandomGenerator random) {
        this.directory = config.directory().toAbsolutePath();
        this.random = random;
    }

    /**
     * Takes the file over: it is moved, and gone from where it was.
     *
     * @throws UncheckedIOException if the disk does not take it
     */
    public Kept keep(Path upload) {
        byte[] name = new byte[KEY_BYTES];
        random.nextBytes(name);
        String key = HexFormat.of().formatHex(name);
        try {
            String sha256 = digest(upload);
            long size = Files.size(upload);
            Path shard = directory.resolve(key.substring(0, 2));
            boolean newShard = !Files.isDirectory(shard);
            Files.createDirectories(shard);
            force(upload);
            Files.move(upload, shard.resolve(key), StandardCopyOption.ATOMIC_MOVE);
            force(shard);
            if (newShard) {
                force(directory);
            }
            return new Kept(key, size, sha256);
        } catch (IOException e) {
            throw new UncheckedIOException("A file could not be kept; see the free space of SANASEND_MEDIA_DIR", e);
        }
    }

    /** Where the file of that key is. */
    public Path path(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("not a key of this store");
        }
        return directory.resolve(key.substring(0, 2)).resolve(key);
    }

    public boolean has(String key) {
        return Files.isRegularFile(path(key));
    }

    /** Forgets a file whose message was not accepted after all. */
    public void discard(Kept kept) {
        discard(kept.key());
    }

    /** Removes the file of that key, if it is there. */
    public void discard(String key) {
        try {
            Files.deleteIfExists(path(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Path file) throws IOException {
        MessageDigest sha256 = Digests.newSha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Makes the disk have it, be it a file's bytes or a directory's names. */
    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** A file that is in the store. */
    public record Kept(String key, long size, String sha256) {}
}
