package io.sanasend.local.redis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/** Finds the Redis program to run. */
final class RedisBinary {

    private static final String NAME = "redis-server";

    private RedisBinary() {}

    /** The redis-server of that search path, else the bundled one, unpacked into the directory. */
    static Path find(String searchPath, Path unpackInto) throws IOException {
        return onPath(searchPath).orElse(null) instanceof Path found ? found : unpack(unpackInto);
    }

    private static Optional<Path> onPath(String searchPath) {
        return Stream.of(searchPath.split(Pattern.quote(File.pathSeparator)))
                .filter(directory -> !directory.isBlank())
                .map(directory -> Path.of(directory, NAME))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path unpack(Path directory) throws IOException {
        // Unpacked anew on every start: a half-written binary of a start that was killed is never used.
        Files.createDirectories(directory);
        return ExecutableProvider.newJarResourceProvider(directory.toFile())
                .get()
                .toPath();
    }
}
