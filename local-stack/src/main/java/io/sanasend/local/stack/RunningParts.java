package io.sanasend.local.stack;

import io.sanasend.local.files.PrivateDirectory;
import io.sanasend.local.part.Part;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The file that says which parts run and where to ask them; it exists from the moment all are ready until the stop begins. */
final class RunningParts {

    private static final String FILE = "running";

    private RunningParts() {}

    static void write(PrivateDirectory home, List<Part> parts) {
        home.write(
                FILE,
                parts.stream().map(part -> part.name() + " " + part.check()).collect(Collectors.joining("\n")));
    }

    static void delete(PrivateDirectory home) {
        home.delete(FILE);
    }

    /** Name and address to ask of each part; empty when no stack is ready there. */
    static Optional<Map<String, URI>> read(PrivateDirectory home) {
        return home.read(FILE)
                .map(text -> text.lines()
                        .map(line -> line.split(" ", 2))
                        .filter(words -> words.length == 2)
                        .collect(Collectors.toMap(
                                words -> words[0], words -> URI.create(words[1]), (first, _) -> first, TreeMap::new)));
    }
}
