package io.sanasend.local.bench;

import io.sanasend.local.files.TemporaryDirectory;
import io.sanasend.local.stack.LocalStack;
import io.sanasend.local.stack.Ports;
import io.sanasend.local.stack.Progress;
import io.sanasend.local.stack.StackSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/**
 * Runs one measurement against a stack of its own: free ports, a temporary home, the simulator. Leaves nothing behind, and
 * shares nothing with a stack that runs on the machine.
 */
public final class Bench {

    private static final int DEFAULT_SESSIONS = 4;
    private static final int DEFAULT_MESSAGES = 50;
    private static final int DEFAULT_SECONDS = 20;
    private static final int MOST = 10_000;

    /** What would make it share something with another stack. */
    private static final Set<String> NOT_FOR_A_BENCH = Set.of(
            "SANASEND_DATABASE_URL",
            "SANASEND_REDIS_URL",
            "SANASEND_WHATSAPP_URL",
            "SANASEND_WORKER_DATA",
            "SANASEND_MEDIA_DIR",
            "SANASEND_SIMULATOR_DATA");

    private final Map<String, String> environment;
    private final Path root;
    private final Progress progress;

    public Bench(Map<String, String> environment, Path root, Progress progress) {
        this.environment = environment;
        this.root = root;
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @param what {@code memory}, {@code latency} or {@code throughput}
     * @param howMany sessions, messages or seconds; empty for the usual number
     * @return whether that is something it can measure
     * @throws BenchFailed when a step of it fails
     */
    public boolean run(String what, String howMany) {
        return switch (what) {
            case "memory" -> {
                int sessions = number(howMany, DEFAULT_SESSIONS);
                withStack(Map.of(), (stack, gateway) -> new MemoryBench(stack, gateway, progress, sessions).run());
                yield true;
            }
            case "latency" -> {
                int messages = number(howMany, DEFAULT_MESSAGES);
                withStack(Map.of(), (_, gateway) -> new LatencyBench(gateway, progress, messages).run());
                yield true;
            }
            case "throughput" -> {
                int seconds = number(howMany, DEFAULT_SECONDS);
                withStack(
                        ThroughputBench.SETTINGS,
                        (stack, gateway) -> new ThroughputBench(stack, gateway, progress, seconds).run());
                yield true;
            }
            default -> false;
        };
    }

    /** One measurement against a running stack. */
    @FunctionalInterface
    private interface Measurement {
        void run(LocalStack stack, Gateway gateway);
    }

    private void withStack(Map<String, String> more, Measurement measurement) {
        TemporaryDirectory home = TemporaryDirectory.create("sanasend-bench");
        AtomicReference<LocalStack> started = new AtomicReference<>();
        // However this ends, nothing of it stays: first the processes, then their files.
        Thread onExit = new Thread(
                () -> {
                    Optional.ofNullable(started.get()).ifPresent(LocalStack::close);
                    home.close();
                },
                "end-bench");
        Runtime.getRuntime().addShutdownHook(onExit);
        StackSettings settings = StackSettings.from(environment(home.path(), more), root);
        LocalStack stack = new LocalStack(settings, progress, Clock.systemUTC());
        started.set(stack);
        progress.line("A stack to measure starts in " + home.path());
        stack.start();
        measurement.run(stack, new Gateway(settings.apiAddress(), settings.simulatorAddress(), stack.adminLogin()));
    }

    private Map<String, String> environment(Path home, Map<String, String> more) {
        Ports ports = Ports.free(RandomGenerator.getDefault());
        Map<String, String> own = new HashMap<>(environment);
        own.keySet().removeAll(NOT_FOR_A_BENCH);
        own.put("SANASEND_HOME", home.toString());
        own.put("SANASEND_API_PORT", Integer.toString(ports.api()));
        own.put("SANASEND_API_MANAGEMENT_PORT", Integer.toString(ports.management()));
        own.put("SANASEND_WORKER_PORT", Integer.toString(ports.worker()));
        own.put("SANASEND_SIMULATOR_PORT", Integer.toString(ports.simulator()));
        own.put("SANASEND_API_HOST", "127.0.0.1");
        more.forEach(own::putIfAbsent);
        return own;
    }

    private static int number(String text, int usual) {
        if (text.isEmpty()) {
            return usual;
        }
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= MOST) {
            return Integer.parseInt(text);
        }
        throw new BenchFailed("how many? " + text + " is no number from 1 to " + MOST);
    }
}
