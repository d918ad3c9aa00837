package io.sanasend.local.torture;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.local.torture.Ledger.Accepted;
import io.sanasend.local.torture.Phones.Arrival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What it takes to look into a difference after the trial: each wrong message from both sides, and the logs of all parts. */
record Evidence(Path directory) {

    private static final int MOST_MESSAGES = 200;

    /** Writes the differences, and the history of each message that something is wrong with. */
    void write(Tally tally, List<Accepted> accepted, List<Arrival> arrivals) throws IOException, InterruptedException {
        List<Map<String, Object>> messages = new ArrayList<>();
        for (Accepted message : accepted) {
            if (tally.markers().contains(message.marker()) && messages.size() < MOST_MESSAGES) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("marker", message.marker());
                entry.put("session", message.line().session());
                entry.put("phone", message.line().phone());
                entry.put("api", history(message));
                entry.put(
                        "arrivals",
                        arrivals.stream()
                                .filter(arrival -> arrival.text().equals(message.marker()))
                                .toList());
                messages.add(entry);
            }
        }
        Files.createDirectories(directory);
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(
                        directory.resolve("differences.json").toFile(),
                        Map.of("differences", tally.differences(), "messages", messages));
    }

    /** Keeps the logs, which go with the stack's home otherwise. */
    void keepLogs(Path logs) throws IOException {
        Path copy = Files.createDirectories(directory.resolve("logs"));
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
    }

    private static Object history(Accepted message) throws InterruptedException {
        try {
            return message.tenant()
                    .any()
                    .get("/messages/" + message.dbId() + "/")
                    .json();
        } catch (IOException e) {
            return "no answer: " + e.getMessage();
        }
    }
}
