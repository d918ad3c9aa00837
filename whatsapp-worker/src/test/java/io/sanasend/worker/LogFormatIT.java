package io.sanasend.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFormatIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void eachLineOfAJsonLogIsAnObject() throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Process worker = start(log);
        try {
            await().atMost(PATIENCE)
                    .until(() -> !worker.isAlive() || Files.readString(log).contains("listens on"));
        } finally {
            worker.destroy();
            assertThat(worker.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }

        assertThat(Files.readAllLines(log)).isNotEmpty().map(LogFormatIT::read).allSatisfy(line -> {
            assertThat(line.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
            assertThat(line.path("level").asText()).isIn("DEBUG", "INFO", "WARN", "ERROR");
            assertThat(line.path("logger").asText()).isNotBlank();
            assertThat(line.path("message").asText()).isNotBlank();
        });
        assertThat(Files.readString(log)).contains("listens on");
    }

    /** The package, as it is run. */
    private Process start(Path log) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        "target/whatsapp-worker.jar")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "SANASEND_WORKER_SECRET",
                        "a-secret-for-tests-of-more-than-32-characters",
                        "SANASEND_WORKER_DATA",
                        directory.resolve("data").toString(),
                        "SANASEND_WORKER_PORT",
                        "0",
                        // Nobody listens there.
                        "SANASEND_EVENTS_URL",
                        "http://127.0.0.1:9",
                        "SANASEND_LOG_FORMAT",
                        "json"));
        return builder.start();
    }

    private static JsonNode read(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
