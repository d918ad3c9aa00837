package io.sanasend.simulator.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The directory that everything is kept in: the configured one, or a temporary one that is erased on close. */
public record DataDirectory(Path path, boolean temporary) implements AutoCloseable {

    /** Makes the directory. */
    public static DataDirectory of(Optional<Path> configured) {
        try {
            return configured.isPresent()
                    ? new DataDirectory(Files.createDirectories(configured.get()), false)
                    : new DataDirectory(Files.createTempDirectory("whatsapp-simulator-"), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
