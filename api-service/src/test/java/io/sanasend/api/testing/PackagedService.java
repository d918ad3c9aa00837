package io.sanasend.api.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The package of this module as a process of its own, one more replica beside the service of the test: the same database,
 * Redis and worker. Its output goes to a file below {@code target}.
 */
public final class PackagedService implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final Path log;
    private final int port;

    private PackagedService(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * Starts it, and waits until it is ready.
     *
     * @param settings go before those of the test's service
     */
    public static PackagedService start(String name, List<String> jvmOptions, Map<String, String> settings)
            throws IOException {
        int port = freePort();
        Path log = Path.of("target", name + ".log").toAbsolutePath();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        Config config = ConfigProvider.getConfig();
        for (String property : config.getPropertyNames()) {
            if (property.startsWith("SANASEND_")) {
                config.getOptionalValue(property, String.class)
                        .ifPresent(value -> builder.environment().put(property, value));
            }
        }
        builder.environment().put("SANASEND_API_PORT", Integer.toString(port));
        builder.environment().put("SANASEND_API_MANAGEMENT_PORT", Integer.toString(freePort()));
        // As for the service of the test; tests of limits say otherwise.
        for (String limit : List.of("REQUESTS_PER_KEY", "REQUESTS_PER_USER", "REQUESTS_PER_ADDRESS", "PATIENCE")) {
            builder.environment()
                    .put(
                            "SANASEND_LIMITS_" + limit,
                            config.getValue(
                                    "sanasend.limits."
                                            + limit.toLowerCase(Locale.ROOT).replace('_', '-'),
                                    String.class));
        }
        builder.environment().putAll(settings);
        PackagedService service = new PackagedService(builder.start(), log, port);
        service.awaitReady();
        return service;
    }

    /** That path of it. */
    public URL url(String path) throws IOException {
        return URI.create("http://127.0.0.1:" + port + path).toURL();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    /** Ends it as a crash would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                    .build();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(250))
                    .ignoreExceptions()
                    .until(() -> !process.isAlive()
                            || client.send(ready, HttpResponse.BodyHandlers.discarding())
                                            .statusCode()
                                    == 200);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("the packaged service ended: " + log());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
