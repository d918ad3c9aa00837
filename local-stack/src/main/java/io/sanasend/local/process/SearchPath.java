package io.sanasend.local.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds programs as a shell does. */
public final class SearchPath {

    private SearchPath() {}

    /** The first program of that name in the directories of the search path. */
    public static Optional<Path> find(String searchPath, String program) {
        return Stream.of(searchPath.split(Pattern.quote(File.pathSeparator)))
                .filter(directory -> !directory.isBlank())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The same on this process's own search path. */
    public static Optional<Path> find(String program) {
        return Optional.ofNullable(System.getenv("PATH")).flatMap(path -> find(path, program));
    }
}
