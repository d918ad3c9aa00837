package io.sanasend.api.media;

import io.sanasend.api.security.Digests;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of messages, in one directory that all replicas share. A file is safe on the disk before its message is
 * accepted; its name is random and says nothing. Safe for use by many threads.
 */
@ApplicationScoped
public class MediaStore {

    private static final Pattern KEY = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern SHARD = Pattern.compile("[0-9a-f]{2}");
    private static final int KEY_BYTES = 16;
    /** Where the web server writes uploads; the same file system, so that keeping one is a rename. */
    private static final String INCOMING = "incoming";

    private final Path directory;
    private final RandomGenerator random;

    public MediaStore(MediaConfig config, RandomGenerator random) {
        this.directory = config.directory().toAbsolutePath();
        this.random = random;
    }

    /** SHA-256 of the file, in hexadecimal. */
    public String digest(Path file) {
        MessageDigest sha256 = Digests.newSha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    /**
     * Takes the file over: it is moved, and gone from where it was.
     *
     * @param sha256 its {@link #digest}
     * @throws UncheckedIOException if the disk does not take it
     */
    public Kept keep(Path upload, String sha256) {
        byte[] name = new byte[KEY_BYTES];
        random.nextBytes(name);
        String key = HexFormat.of().formatHex(name);
        try {
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

    /** The bytes of that file, or empty if it is not there. */
    public OptionalLong size(String key) {
        try {
            return OptionalLong.of(Files.size(path(key)));
        } catch (NoSuchFileException _) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the file of that key, if it is there. */
    public void discard(String key) {
        remove(path(key));
    }

    /** Hands over the keys of files that came before that time, folder by folder, so that no more are in memory at once. */
    public void eachFolderBefore(Instant time, Consumer<List<String>> keys) {
        for (Path shard : in(
                directory,
                folder -> SHARD.matcher(folder.getFileName().toString()).matches())) {
            List<String> old = in(shard, file -> isKey(file) && cameBefore(file, time)).stream()
                    .map(file -> file.getFileName().toString())
                    .toList();
            if (!old.isEmpty()) {
                keys.accept(old);
            }
        }
    }

    /** Removes what is left of uploads that grew last before that time; answers how many there were. */
    public int removeUploadsBefore(Instant time) {
        List<Path> broken =
                in(directory.resolve(INCOMING), file -> Files.isRegularFile(file) && cameBefore(file, time));
        broken.forEach(MediaStore::remove);
        return broken.size();
    }

    private static boolean isKey(Path file) {
        return KEY.matcher(file.getFileName().toString()).matches();
    }

    private static boolean cameBefore(Path file, Instant time) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(time);
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> in(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(wanted).toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
