package io.sanasend.local.redis;

import io.sanasend.local.process.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import redis.embedded.core.ExecutableProvider;

/** Finds the Redis program to run. */
final class RedisBinary {

    private static final String NAME = "redis-server";

    private RedisBinary() {}

    /** The redis-server on the search path, else the bundled one, unpacked into the directory. */
    static Path find(Path unpackInto) throws IOException {
        Optional<Path> installed = SearchPath.find(NAME);
        return installed.isPresent() ? installed.get() : unpack(unpackInto);
    }

    private static Path unpack(Path directory) throws IOException {
        // Unpacked anew on every start: a half-written binary of a start that was killed is never used.
        Files.createDirectories(directory);
        return ExecutableProvider.newJarResourceProvider(directory.toFile())
                .get()
                .toPath();
    }
}
