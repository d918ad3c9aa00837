package io.sanasend.endtoend.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The whole product from its packages, as {@code scripts/start} runs it, on ports and in a directory of its own: one for
 * all tests of a run, ended with it.
 */
public final class Product implements AutoCloseable {

    private static final String READY = "Ready.";

    private final Path home;
    private final Process stack;
    private final String api;
    private final String management;
    private final String worker;
    private final String simulator;
    private final AtomicInteger tenants = new AtomicInteger();
    private final Thread hook = new Thread(this::end);

    private Product(Path home, List<Integer> ports, Process stack) {
        this.home = home;
        this.stack = stack;
        this.api = "http://127.0.0.1:" + ports.get(0);
        this.management = "http://127.0.0.1:" + ports.get(1);
        this.worker = "http://127.0.0.1:" + ports.get(2);
        this.simulator = "http://127.0.0.1:" + ports.get(3);
    }

    /** Hands the one product of a run to the tests that ask for it. */
    public static final class Provider implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == Product.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            // The store of the root closes what it holds when the run is over.
            return test.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Product.class, key -> Product.start(Map.of()), Product.class);
        }
    }

    /** One more, for tests that need other settings or take it apart; the caller closes it. */
    public static Product start(Map<String, String> settings) {
        try {
            Path root = Path.of(System.getProperty("sanasend.root")).toRealPath();
            Path home = Files.createTempDirectory("sanasend-end-to-end-");
            List<Integer> ports = freePorts(4);
            var command = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-jar",
                    root.resolve("local-stack/target/local-stack.jar").toString(),
                    "run",
                    // Also when this process is killed, and has no time to end it.
                    "--owner",
                    Long.toString(ProcessHandle.current().pid()));
            command.environment()
                    .putAll(Map.of(
                            "SANASEND_HOME", home.toString(),
                            "SANASEND_API_PORT", ports.get(0).toString(),
                            "SANASEND_API_MANAGEMENT_PORT", ports.get(1).toString(),
                            "SANASEND_WORKER_PORT", ports.get(2).toString(),
                            "SANASEND_SIMULATOR_PORT", ports.get(3).toString(),
                            "SANASEND_WHATSAPP_URL", "http://127.0.0.1:" + ports.get(3) + "/",
                            // Tests ask more often than callers do.
                            "SANASEND_LIMITS_REQUESTS_PER_KEY", "1000000",
                            "SANASEND_LIMITS_REQUESTS_PER_USER", "1000000",
                            "SANASEND_LIMITS_REQUESTS_PER_ADDRESS", "1000000"));
            command.environment().putAll(settings);
            var product =
                    new Product(home, ports, command.redirectErrorStream(true).start());
            Runtime.getRuntime().addShutdownHook(product.hook);
            product.awaitReady();
            return product;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() throws IOException {
        var said = new ArrayList<String>();
        var output = stack.inputReader();
        String line = output.readLine();
        while (line != null && !line.contains(READY)) {
            said.add(line);
            line = output.readLine();
        }
        if (line == null) {
            throw new AssertionError("the stack did not start:\n" + String.join("\n", said));
        }
        // Nobody reads on: a full pipe must not stop it. Reading one holds a processor's virtual threads up.
        Thread.ofPlatform().daemon().name("stack-output").start(() -> drain(output));
    }

    private static void drain(Reader output) {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // The stack has ended.
        }
    }

    private static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    public Phones phones() {
        return new Phones(simulator);
    }

    /** The API without credentials. */
    public Http anonymous() {
        return new Http(api + "/api/v1", Map.of());
    }

    /** The parts of the API beside {@code /api/v1}. */
    public Http site() {
        return new Http(api, Map.of());
    }

    /** The api's internal port. */
    public Http management() {
        return new Http(management, Map.of());
    }

    /** The worker's port. */
    public Http workerPort() {
        return new Http(worker, Map.of());
    }

    /** The API as the administrator whose credentials the stack made. */
    public Http admin() {
        var credentials = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve("admin-credentials"))) {
            credentials.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return login(credentials.getProperty("username"), credentials.getProperty("password"));
    }

    public Http login(String username, String password) {
        JsonNode login = anonymous()
                .post("/auth/login/", Map.of("username", username, "password", password))
                .ok()
                .data();
        return anonymous()
                .with("Authorization", "Bearer " + login.path("access").asText());
    }

    /** A new user who calls with an API key. */
    public Tenant newTenant() {
        Credentials user = newUser();
        String key = login(user.username(), user.password())
                .post("/api-keys/", Map.of("name", "end to end"))
                .ok()
                .data()
                .path("key")
                .asText();
        return new Tenant(anonymous().with("X-Api-Key", key), phones());
    }

    /** A new user, by what it logs in with. */
    public Credentials newUser() {
        var user = new Credentials("tenant" + tenants.incrementAndGet(), "quiet-harbour-lantern-42");
        admin().post(
                        "/users/",
                        Map.of(
                                "username",
                                user.username(),
                                "email",
                                user.username() + "@example.com",
                                "password",
                                user.password(),
                                "max_messages_per_minute",
                                1000))
                .ok();
        return user;
    }

    /** What a user logs in with. */
    public record Credentials(String username, String password) {}

    /** Where the API is. */
    public String address() {
        return api;
    }

    /** What the parts have logged so far: the present file of each, and those it was rotated to. */
    public Map<String, List<String>> logs() {
        try (Stream<Path> files = Files.walk(home.resolve("logs"))) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(file -> file.getFileName().toString(), Product::lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the worker keeps a session's profile. */
    public Path profile(String sessionId) {
        return home.resolve("worker/sessions").resolve(sessionId);
    }

    /** Processes whose command line names that text. */
    public static Stream<ProcessHandle> processes(String text) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(text));
    }

    /** The worker's process. */
    public ProcessHandle worker() {
        return stack.descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("whatsapp-worker.jar"))
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow();
    }

    /** The stack's own PostgreSQL, unless it is away. */
    public Optional<ProcessHandle> postgres() {
        return firstNumberIn(home.resolve("postgres/cluster/postmaster.pid"));
    }

    /** The stack's own Redis, unless it is away. */
    public Optional<ProcessHandle> redis() {
        return firstNumberIn(home.resolve("redis/process"));
    }

    private static Optional<ProcessHandle> firstNumberIn(Path file) {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(file).split("\\s", 2)[0]))
                    .filter(ProcessHandle::isAlive);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(hook);
        List<String> left = processes(home.toString())
                .map(process -> process.info().commandLine().orElse(""))
                .toList();
        if (!left.isEmpty()) {
            throw new AssertionError("processes left behind: " + left);
        }
    }

    private void end() {
        stack.destroy();
        try {
            if (!stack.waitFor(90, TimeUnit.SECONDS)) {
                stack.descendants().forEach(ProcessHandle::destroyForcibly);
                stack.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
