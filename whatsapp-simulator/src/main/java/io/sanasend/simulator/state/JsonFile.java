package io.sanasend.simulator.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Supplier;

/** One value in one file. A reader sees the old or the new content, never half of one. */
final class JsonFile<T> {

    private final Path path;
    private final Class<T> type;
    private final ObjectMapper json;

    JsonFile(Path path, Class<T> type, ObjectMapper json) {
        this.path = path;
        this.type = type;
        this.json = json;
    }

    Optional<T> read() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.readValue(path.toFile(), type));
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read; move it away to start without it", e);
        }
    }

    /** Returns once the content is on the disk. Takes the value when it is its turn, so that the last writer wins. */
    synchronized void write(Supplier<T> value) {
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            ByteBuffer bytes = ByteBuffer.wrap(json.writeValueAsBytes(value.get()));
            try (FileChannel file = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                file.force(true);
            }
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
