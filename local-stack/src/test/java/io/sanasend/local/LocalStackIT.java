package io.sanasend.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sanasend.local.process.Descendants;
import io.sanasend.local.process.Ending;
import io.sanasend.local.stack.Ports;
import io.sanasend.local.stack.Replicas;
import io.sanasend.local.testing.FakeCheckout;
import io.sanasend.local.testing.OtherJvm;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stack as its users run it, in a process of its own, with real databases and stand-ins for the services. */
class LocalStackIT {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> environment = new HashMap<>();
    private Path home;

    @BeforeEach
    void prepare() throws IOException {
        FakeCheckout.in(directory.resolve("checkout"));
        home = directory.resolve("home");
        environment.put("SANASEND_HOME", home.toString());
        Ports ports = Ports.free(RandomGenerator.getDefault(), new Replicas(2, 2));
        environment.put("SANASEND_API_PORT", Integer.toString(ports.api()));
        environment.put("SANASEND_API_MANAGEMENT_PORT", Integer.toString(ports.management()));
        environment.put("SANASEND_WORKER_PORT", Integer.toString(ports.worker()));
        environment.put("SANASEND_SIMULATOR_PORT", Integer.toString(ports.simulator()));
    }

    @AfterEach
    void leaveNothingBehind() throws IOException {
        try (OtherJvm stop = command("stop")) {
            assertThat(stop.exitCode()).isZero();
        }
        assertThat(stackProcesses()).isEmpty();
    }

    @Test
    void startsEverythingAndStopsItInOrder() throws Exception {
        long browser;
        try (OtherJvm stack = started()) {
            browser = Long.parseLong(get("WORKER", "/browser"));

            try (OtherJvm status = command("status")) {
                assertThat(status.awaitLine(line -> line.contains("api"))).contains("up");
                assertThat(status.exitCode()).isZero();
            }

            assertThat(stack.terminate()).isEqualTo(143);
        }

        assertThat(home.resolve("stopped")).hasContent("quarkus-run\nwhatsapp-worker\nwhatsapp-simulator\n");
        assertThat(ProcessHandle.of(browser).filter(process -> !Ending.hasEnded(process)))
                .isEmpty();
        assertThat(stackProcesses()).isEmpty();
    }

    @Test
    void tellsEachServiceOnlyTheSecretsItNeeds() throws Exception {
        try (OtherJvm _ = started()) {
            assertThat(get("SIMULATOR", "/variables")).doesNotContain("SECRET", "PASSWORD", "PEPPER", "REDIS_URL");
            assertThat(get("WORKER", "/variables"))
                    .contains("SANASEND_WORKER_SECRET", "SANASEND_WHATSAPP_URL", "SANASEND_EVENTS_URL")
                    .doesNotContain("JWT_KEY", "PASSWORD", "PEPPER", "REDIS_URL");
            assertThat(get("API", "/variables"))
                    .contains(
                            "SANASEND_WORKER_SECRET",
                            "SANASEND_JWT_KEY_FILE",
                            "SANASEND_API_KEY_PEPPER",
                            "SANASEND_ADMIN_PASSWORD",
                            "SANASEND_DATABASE_PASSWORD",
                            "SANASEND_REDIS_URL",
                            "SANASEND_MEDIA_DIR");
        }
    }

    @Test
    void runsCopiesOnPortsOfTheirOwnWhoseWorkersShareTheProfiles() throws Exception {
        environment.put("SANASEND_API_REPLICAS", "2");
        environment.put("SANASEND_WORKERS", "2");

        try (OtherJvm stack = started()) {
            assertThat(get("API", 100, "/pid")).isNotEqualTo(get("API", "/pid"));
            assertThat(get("WORKER", 100, "/variables")).contains("SANASEND_WORKER_ID", "SANASEND_PROFILES");
            try (OtherJvm status = command("status")) {
                status.awaitLine(line -> line.contains("api-2"));
                status.awaitLine(line -> line.contains("worker-2"));
                assertThat(status.exitCode()).isZero();
            }
            stack.terminate();
        }

        assertThat(home.resolve("stopped")).hasContent("""
                quarkus-run
                quarkus-run
                whatsapp-worker
                whatsapp-worker
                whatsapp-simulator
                """);
        assertThat(home.resolve("drained")).hasContent("drained\ndrained\n");
    }

    @Test
    void restartsAServiceWithoutDrainingIt() throws Exception {
        try (OtherJvm _ = started()) {
            String worker = get("WORKER", "/pid");
            String api = get("API", "/pid");

            try (OtherJvm restart = command("restart", "worker")) {
                restart.awaitLine(line -> line.contains("worker") && line.contains("restarted"));
                assertThat(restart.exitCode()).isZero();
            }

            assertThat(get("WORKER", "/pid")).isNotEqualTo(worker);
            assertThat(get("API", "/pid")).isEqualTo(api);
            assertThat(home.resolve("drained")).doesNotExist();
            try (OtherJvm restart = command("restart", "postgres")) {
                assertThat(restart.exitCode()).isEqualTo(2);
            }
        }
    }

    @Test
    void refusesASecondStartWhileItRuns() throws Exception {
        try (OtherJvm _ = started();
                OtherJvm second = command("run")) {
            second.awaitLine(line -> line.contains("already running"));

            assertThat(second.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void startsAServiceAgainThatDied() throws Exception {
        try (OtherJvm stack = started()) {
            kill(Long.parseLong(get("WORKER", "/pid")));

            stack.awaitLine(line -> line.contains("worker") && line.contains("ended unexpectedly"));
            stack.awaitLine(line -> line.contains("worker") && line.contains("is back"));
        }
    }

    @Test
    void startsADatabaseAgainThatDiedWhereItsClientsExpectIt() throws Exception {
        try (OtherJvm stack = started()) {
            Path postmaster = home.resolve("postgres/cluster/postmaster.pid");
            List<String> before = Files.readAllLines(postmaster);
            kill(Long.parseLong(before.getFirst().strip()));

            stack.awaitLine(line -> line.contains("postgres") && line.contains("is back"));

            assertThat(Files.readAllLines(postmaster).get(3)).isEqualTo(before.get(3));
        }
    }

    @Test
    void startsAfterItsOwnProcessWasKilledAndEndsTheServicesLeftBehind() throws Exception {
        long worker;
        try (OtherJvm stack = started()) {
            worker = Long.parseLong(get("WORKER", "/pid"));
            stack.kill();
        }

        try (OtherJvm second = command("run")) {
            second.awaitLine(line -> line.contains("left running: api, worker, simulator"));
            second.awaitLine(line -> line.startsWith("Ready"));

            assertThat(Long.parseLong(get("WORKER", "/pid"))).isNotEqualTo(worker);
        }
    }

    @Test
    void startsAfterEverythingWasKilled() throws Exception {
        try (OtherJvm stack = started()) {
            List<Long> all = stackProcesses();
            assertThat(all).hasSizeGreaterThanOrEqualTo(6);
            stack.kill();
            all.forEach(LocalStackIT::kill);
        }

        try (OtherJvm second = command("start")) {
            second.awaitLine(line -> line.contains("api") && line.contains("ready after"));
            second.awaitLine(line -> line.startsWith("Ready"));
        }
    }

    @Test
    void saysWhyAServiceDidNotStartAndLeavesNothingRunning() throws Exception {
        environment.put("TEST_BROKEN_SERVICE", "yes");

        try (OtherJvm stack = command("run")) {
            stack.awaitLine(line -> line.contains("the worker ended with code 1 before it was ready"));
            stack.awaitLine(line -> line.contains("SANASEND_CHROME is not a program"));
            assertThat(stack.exitCode()).isEqualTo(1);
        }

        assertThat(stackProcesses()).isEmpty();
    }

    @Test
    void namesTheSettingOfAPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            environment.put("SANASEND_API_PORT", Integer.toString(taken.getLocalPort()));

            try (OtherJvm stack = command("run")) {
                stack.awaitLine(line -> line.contains("SANASEND_API_PORT"));
                assertThat(stack.exitCode()).isEqualTo(1);
            }
        }
    }

    @Test
    void runsInTheBackgroundUntilItIsStopped() throws Exception {
        try (OtherJvm start = command("start")) {
            start.awaitLine(line -> line.startsWith("Ready"));
            assertThat(start.exitCode()).isZero();
        }

        try (OtherJvm status = command("status")) {
            assertThat(status.exitCode()).isZero();
        }
        try (OtherJvm stop = command("stop")) {
            stop.awaitLine("SanaSend is stopped."::equals);
        }
        try (OtherJvm status = command("status")) {
            assertThat(status.exitCode()).isEqualTo(3);
        }
    }

    @Test
    void endsWithItsOwnerThoughThatIsKilled() throws Exception {
        Process owner = new ProcessBuilder("sleep", "600").start();
        try (OtherJvm stack = command("run", "--owner", Long.toString(owner.pid()))) {
            stack.awaitLine(line -> line.startsWith("Ready"));
            assertThat(stackProcesses()).isNotEmpty();

            owner.destroyForcibly();

            assertThat(stack.exitCode()).isZero();
        } finally {
            owner.destroyForcibly();
        }
        assertThat(stackProcesses()).isEmpty();
    }

    @Test
    void refusesAnOptionItDoesNotKnow() throws Exception {
        try (OtherJvm stack = command("run", "--ownr", "1")) {
            stack.awaitLine(line -> line.contains("--owner"));
            assertThat(stack.exitCode()).isEqualTo(2);
        }
    }

    private OtherJvm started() throws IOException {
        OtherJvm stack = command("run");
        try {
            stack.awaitLine(line -> line.startsWith("Ready"));
            return stack;
        } catch (IOException | AssertionError e) {
            stack.close();
            throw e;
        }
    }

    private OtherJvm command(String... command) throws IOException {
        return OtherJvm.run(
                Main.class, environment, List.of("-Dsanasend.root=" + directory.resolve("checkout")), command);
    }

    private String get(String service, String path) throws IOException, InterruptedException {
        return get(service, 0, path);
    }

    private String get(String service, int further, String path) throws IOException, InterruptedException {
        int port = Integer.parseInt(environment.get("SANASEND_" + service + "_PORT")) + further;
        URI address = URI.create("http://127.0.0.1:" + port + path);
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }

    /** Everything that runs for this test's stack: services and browsers by their mark, databases by where they work. */
    private List<Long> stackProcesses() {
        List<ProcessHandle> marked = Descendants.of("SANASEND_STACK_CHILD", home.toString(), home);
        Stream<ProcessHandle> databases = ProcessHandle.allProcesses()
                .filter(process -> !Ending.hasEnded(process))
                .filter(process -> workingDirectory(process).startsWith(home.toString()));
        return Stream.concat(marked.stream(), databases)
                .map(ProcessHandle::pid)
                .distinct()
                .toList();
    }

    private static String workingDirectory(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .toString();
        } catch (IOException _) {
            return "";
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(process -> {
            process.destroyForcibly();
            await().atMost(DEADLINE).until(() -> Ending.hasEnded(process));
        });
    }
}
