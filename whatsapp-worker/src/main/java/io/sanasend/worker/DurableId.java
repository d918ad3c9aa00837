package io.sanasend.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** A random name in a file: made once, the same from then on for every process that asks for it. */
final class DurableId {

    private static final int BYTES = 8;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{" + 2 * BYTES + "}");
    private static final int LONGEST = 64;

    private DurableId() {}

    /**
     * Reads it, or makes it if there is none yet; one that is cut off or damaged is made anew.
     *
     * <p>Within a process one at a time, since a file lock is the process's.
     */
    static synchronized String at(Path file, RandomGenerator random) {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(file, options, ownerOnly);
                FileLock _ = channel.lock()) {
            String known = read(channel);
            if (FORM.matcher(known).matches()) {
                return known;
            }
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            String made = HexFormat.of().formatHex(bytes);
            write(channel, made);
            force(file.toAbsolutePath().getParent());
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be used", e);
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(LONGEST);
        while (content.hasRemaining() && channel.read(content) >= 0) {}
        return new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII).strip();
    }

    private static void write(FileChannel channel, String id) throws IOException {
        channel.truncate(0);
        ByteBuffer content = ByteBuffer.wrap((id + "\n").getBytes(StandardCharsets.US_ASCII));
        channel.position(0);
        while (content.hasRemaining()) {
            channel.write(content);
        }
        channel.force(true);
    }

    /** The name of a new file is on the disk only with its directory. */
    private static void force(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
