package io.sanasend.local.bench;

import io.sanasend.local.stack.LocalStack;
import io.sanasend.local.stack.Progress;
import io.sanasend.local.stack.Replicas;
import io.sanasend.local.stack.ScratchStack;
import io.sanasend.local.stack.StackSettings;
import java.nio.file.Path;
import java.util.Map;

/**
 * Runs one measurement against a stack of its own: free ports, a temporary home, the simulator. Leaves nothing behind, and
 * shares nothing with a stack that runs on the machine.
 */
public final class Bench {

    private static final int DEFAULT_SESSIONS = 4;
    private static final int DEFAULT_MESSAGES = 50;
    private static final int DEFAULT_SECONDS = 20;
    private static final int DEFAULT_SENDS = 500;
    private static final int DEFAULT_NUMBERS = 1_000;
    private static final int MOST = 10_000;

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
     * @param what {@code memory}, {@code latency}, {@code throughput}, {@code accept}, {@code sends} or {@code drain}
     * @param howMany sessions, messages, seconds or numbers; empty for the usual number
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
            case "accept" -> {
                int seconds = number(howMany, DEFAULT_SECONDS);
                withStack(
                        AcceptBench.SETTINGS,
                        (stack, gateway) -> new AcceptBench(stack, gateway, progress, seconds).run());
                yield true;
            }
            case "sends" -> {
                int messages = number(howMany, DEFAULT_SENDS);
                withStack(
                        SendsBench.SETTINGS,
                        (stack, gateway) -> new SendsBench(stack, gateway, progress, messages).run());
                yield true;
            }
            case "drain" -> {
                int numbers = number(howMany, DEFAULT_NUMBERS);
                withStack(DrainBench.SETTINGS, (stack, _) -> new DrainBench(stack, progress, numbers).run());
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
        // Closed by the exit of the JVM, also when the measurement is broken off.
        ScratchStack scratch =
                ScratchStack.prepare("sanasend-bench", environment, more, Replicas.SINGLE, root, progress);
        StackSettings settings = scratch.settings();
        LocalStack stack = scratch.stack();
        progress.line("A stack to measure starts in " + settings.home());
        stack.start();
        measurement.run(stack, new Gateway(settings.apiAddress(), settings.simulatorAddress(), stack.adminLogin()));
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
