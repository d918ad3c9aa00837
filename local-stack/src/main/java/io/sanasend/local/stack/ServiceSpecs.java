package io.sanasend.local.stack;

import io.sanasend.local.files.PrivateDirectory;
import io.sanasend.local.part.Drain;
import io.sanasend.local.part.ServiceSpec;
import io.sanasend.local.process.OwnSession;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How each service is run: its command, and the settings it is told. */
record ServiceSpecs(StackSettings settings, StackSecrets secrets, Packages packages, PrivateDirectory home) {

    /** Small and quick to start rather than fast at its peak: these run beside a browser per number on one machine. */
    private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final List<String> ALWAYS =
            List.of("-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true", "-Dfile.encoding=UTF-8");

    /** Only the service that needs one of these gets it; all other variables are passed on. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "SANASEND_WORKER_SECRET",
            "SANASEND_JWT_KEY_FILE",
            "SANASEND_JWT_RETIRED_KEY_FILES",
            "SANASEND_API_KEY_PEPPER",
            "SANASEND_ADMIN_USERNAME",
            "SANASEND_ADMIN_PASSWORD",
            "SANASEND_DATABASE_URL",
            "SANASEND_DATABASE_USERNAME",
            "SANASEND_DATABASE_PASSWORD",
            "SANASEND_REDIS_URL");

    /** Tells the stack's own processes, and their children, from all others of the machine. Set for no other purpose. */
    static final String MARKER = "SANASEND_STACK_CHILD";

    private static final Duration STARTUP = Duration.ofSeconds(90);
    private static final Duration FOR_BROWSERS = Duration.ofSeconds(45);

    /** The stand-in for WhatsApp Web. */
    ServiceSpec simulator() {
        String address = settings.simulatorAddress();
        Map<String, String> environment = environment();
        environment.put("SANASEND_SIMULATOR_HOST", "127.0.0.1");
        environment.put("SANASEND_SIMULATOR_PORT", port(settings.ports().simulator()));
        environment.putIfAbsent("SANASEND_SIMULATOR_DATA", directory("simulator"));
        return new ServiceSpec(
                "simulator",
                java(packages.simulator(), 96),
                environment,
                URI.create(address + "/health"),
                address + "/phones",
                Optional.empty(),
                STARTUP,
                Duration.ofSeconds(10));
    }

    /** One of the services that host the browsers; the first has number 1. */
    ServiceSpec worker(int number) {
        String address = "http://127.0.0.1:" + settings.ports().worker(number);
        Map<String, String> environment = environment();
        environment.put("SANASEND_WORKER_HOST", "127.0.0.1");
        environment.put("SANASEND_WORKER_PORT", port(settings.ports().worker(number)));
        environment.put("SANASEND_WORKER_SECRET", secrets.worker());
        environment.put("SANASEND_EVENTS_URL", managements());
        environment.put("SANASEND_WORKER_DATA", workerData(settings, number).toString());
        if (number > 1) {
            environment.put("SANASEND_WORKER_ID", Replicas.name("worker", number));
            // The first worker's place: with one worker more or less the numbers stay linked.
            environment.putIfAbsent(
                    "SANASEND_PROFILES",
                    workerData(settings, 1).resolve("sessions").toString());
        }
        environment.put(
                "SANASEND_WHATSAPP_URL", settings.whatsappUrl().orElseGet(() -> settings.simulatorAddress() + "/"));
        return new ServiceSpec(
                Replicas.name("worker", number),
                java(packages.worker(), 96),
                environment,
                URI.create(address + "/health"),
                address,
                // Ends a browser per number, each in an orderly way; else they would be left to the worker's successor.
                Optional.of(new Drain(
                        URI.create(address + "/drain"), Map.of("X-Sanasend-Secret", secrets.worker()), FOR_BROWSERS)),
                STARTUP,
                FOR_BROWSERS);
    }

    /** A copy of the public service, to run in its {@link #apiEnvironment}. */
    ServiceSpec api(int number, Map<String, String> environment) {
        return new ServiceSpec(
                Replicas.name("api", number),
                java(packages.api(), 256, settings.apiJavaOptions()),
                environment,
                URI.create(settings.apiAddress(number) + "/health/ready"),
                settings.apiAddress(number),
                Optional.empty(),
                STARTUP,
                Duration.ofSeconds(45));
    }

    /** What a copy of the public service is told. */
    Map<String, String> apiEnvironment(int number, Database database, String redisUrl) {
        Map<String, String> environment = environment();
        environment.put("SANASEND_API_HOST", settings.apiHost());
        environment.put("SANASEND_API_PORT", port(settings.ports().api(number)));
        environment.put("SANASEND_API_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("SANASEND_API_MANAGEMENT_PORT", port(settings.ports().management(number)));
        environment.put("SANASEND_DATABASE_URL", database.url());
        environment.put("SANASEND_DATABASE_USERNAME", database.username());
        environment.put("SANASEND_DATABASE_PASSWORD", database.password());
        environment.put("SANASEND_REDIS_URL", redisUrl);
        environment.put("SANASEND_WORKER_SECRET", secrets.worker());
        environment.put(
                "SANASEND_JWT_KEY_FILE", secrets.jwtKey().toAbsolutePath().toString());
        settings.value("SANASEND_JWT_RETIRED_KEY_FILES")
                .ifPresent(files -> environment.put("SANASEND_JWT_RETIRED_KEY_FILES", files));
        environment.put("SANASEND_API_KEY_PEPPER", secrets.apiKeyPepper());
        environment.put("SANASEND_ADMIN_USERNAME", secrets.admin().username());
        environment.put("SANASEND_ADMIN_PASSWORD", secrets.admin().password());
        environment.putIfAbsent("SANASEND_MEDIA_DIR", directory("media"));
        if (settings.usesSimulator()) {
            // Nobody is there who could take a number for a machine.
            environment.putIfAbsent("SANASEND_PACING_ENABLED", "false");
        }
        return environment;
    }

    /** Where a worker keeps temporary files, and the first one the profiles of all. */
    static Path workerData(StackSettings settings, int number) {
        Path first = settings.value("SANASEND_WORKER_DATA")
                .map(Path::of)
                .orElse(settings.home().resolve("worker"));
        return first.resolveSibling(Replicas.name(first.getFileName().toString(), number));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(settings.environment());
        environment.keySet().removeAll(NOT_PASSED_ON);
        environment.put(MARKER, home.path().toString());
        return environment;
    }

    private List<String> java(Path jar, int heapMegabytes) {
        return java(jar, heapMegabytes, List.of());
    }

    /** Options that are given take the place of those that keep it small. */
    private List<String> java(Path jar, int heapMegabytes, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ALWAYS);
        if (options.isEmpty()) {
            command.add("-Xmx" + heapMegabytes + "m");
            command.addAll(SMALL);
        } else {
            command.addAll(options);
        }
        command.add("-jar");
        command.add(jar.toString());
        return OwnSession.command(command);
    }

    /** A directory of the service's own, which is there before it starts. */
    private String directory(String name) {
        return home.directory(name).path().toString();
    }

    /** The internal ports of all copies of the api: a worker asks the next one when one is away. */
    private String managements() {
        return settings.replicas().apiNumbers().stream()
                .map(number -> "http://127.0.0.1:" + settings.ports().management(number))
                .collect(Collectors.joining(","));
    }

    private static String port(int port) {
        return Integer.toString(port);
    }
}
