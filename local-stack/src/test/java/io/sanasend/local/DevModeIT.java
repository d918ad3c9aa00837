package io.sanasend.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.local.process.Descendants;
import io.sanasend.local.stack.Ports;
import io.sanasend.local.testing.FakeCheckout;
import io.sanasend.local.testing.OtherJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stack around an api that a command of the developer's runs, here a stand-in for it. */
class DevModeIT {

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private Path checkout;
    private Path home;
    private Ports ports;

    @BeforeEach
    void prepare() throws IOException {
        checkout = FakeCheckout.in(directory.resolve("checkout"));
        home = directory.resolve("home");
        ports = Ports.free(RandomGenerator.getDefault());
        environment.putAll(Map.of(
                "SANASEND_HOME", home.toString(),
                "SANASEND_API_PORT", Integer.toString(ports.api()),
                "SANASEND_API_MANAGEMENT_PORT", Integer.toString(ports.management()),
                "SANASEND_WORKER_PORT", Integer.toString(ports.worker()),
                "SANASEND_SIMULATOR_PORT", Integer.toString(ports.simulator())));
    }

    @AfterEach
    void leaveNothingBehind() throws IOException {
        try (OtherJvm stop = OtherJvm.run(Main.class, environment, root(), "stop")) {
            assertThat(stop.exitCode()).isZero();
        }
        assertThat(Descendants.of("SANASEND_STACK_CHILD", home.toString(), home))
                .isEmpty();
    }

    @Test
    void tellsTheCommandWhatItWouldTellTheApi() throws Exception {
        try (OtherJvm dev = dev(api())) {
            dev.awaitLine(line -> line.contains("Dev UI") && line.endsWith(ports.api() + "/q/dev-ui/"));
            dev.awaitLine(line -> line.startsWith("Ready"));

            assertThat(get("/variables"))
                    .contains(
                            "SANASEND_WORKER_SECRET",
                            "SANASEND_API_KEY_PEPPER",
                            "SANASEND_ADMIN_PASSWORD",
                            "SANASEND_DATABASE_PASSWORD",
                            "SANASEND_REDIS_URL",
                            "SANASEND_MEDIA_DIR");
        }
    }

    @Test
    void stopsTheApiFirstAndThenAllOthers() throws Exception {
        try (OtherJvm dev = dev(api())) {
            dev.awaitLine(line -> line.startsWith("Ready"));

            assertThat(dev.terminate()).isEqualTo(143);
        }

        assertThat(home.resolve("stopped")).hasContent("quarkus-run\nwhatsapp-worker\nwhatsapp-simulator\n");
    }

    @Test
    void endsWithTheCommand() throws Exception {
        try (OtherJvm dev = dev(List.of("sh", "-c", "exit 7"))) {
            assertThat(dev.exitCode()).isEqualTo(7);
        }

        assertThat(home.resolve("stopped")).hasContent("whatsapp-worker\nwhatsapp-simulator\n");
    }

    @Test
    void endsWhenThereIsNoSuchCommand() throws Exception {
        try (OtherJvm dev = dev(List.of("/nowhere/mvn"))) {
            dev.awaitLine(line -> line.contains("the api could not be started"));
            assertThat(dev.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void needsACommand() throws Exception {
        try (OtherJvm dev = dev(List.of())) {
            assertThat(dev.exitCode()).isEqualTo(2);
        }
    }

    private List<String> api() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                checkout.resolve("api-service/target/quarkus-app/quarkus-run.jar")
                        .toString());
    }

    private OtherJvm dev(List<String> command) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("dev"));
        arguments.addAll(command);
        return OtherJvm.run(Main.class, environment, root(), arguments.toArray(String[]::new));
    }

    private List<String> root() {
        return List.of("-Dsanasend.root=" + checkout);
    }

    private String get(String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + ports.api() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                    .body();
        }
    }
}
