package io.sanasend.local.bench;

import io.sanasend.local.files.RandomSecret;
import io.sanasend.local.stack.LocalStack;
import io.sanasend.local.stack.Progress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Messages in a second that leave the queues of 1,000 numbers, with a worker that takes each at once: first with 100,000 in the
 * queue, then with ten times as many.
 */
record DrainBench(LocalStack stack, Progress progress, int numbers) {

    private static final String SECRET = new RandomSecret(new SecureRandom()).get();

    /** The api as it runs in its container, and a secret that the stand-in for a worker knows as well. */
    static final Map<String, String> SETTINGS =
            Map.of("SANASEND_API_JAVA_OPTIONS", "-Xmx512m", "SANASEND_WORKER_SECRET", SECRET);

    private static final int SHORT_QUEUE = 100_000;
    private static final int LONG_QUEUE = 1_000_000;
    private static final int WARM_UP = 20_000;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final double NANOS_PER_SECOND = 1_000_000_000.0;

    void run() {
        try (Numbers database = Numbers.of(stack);
                StandInWorker worker = StandInWorker.start(SECRET, stack.managementAddress())) {
            worker.register();
            database.users(numbers);
            database.link("number%", "connected", worker.id(), worker.profiles());
            worker.hosts(database.count("SELECT min(user_id) FROM sessions WHERE instance_name = 'Bench'"), numbers);
            drain(database, 0, WARM_UP, WARM_UP);
            measure(database, WARM_UP, SHORT_QUEUE);
            measure(database, WARM_UP + SHORT_QUEUE, LONG_QUEUE);
        }
    }

    private void measure(Numbers database, int from, int length) {
        double perSecond = drain(database, from, length, SHORT_QUEUE);
        Metrics metrics = Metrics.of(stack.managementAddress());
        progress.line(String.format(
                Locale.ROOT,
                "  %,9d queued messages of %,d numbers: %6.0f messages/s over %,d of them   claim p50 %.1f ms, p99 %.1f ms;"
                        + " settle and claim p50 %.1f ms, p99 %.1f ms",
                length,
                numbers,
                perSecond,
                SHORT_QUEUE,
                metrics.millis("sanasend_lane_claim", "0.5"),
                metrics.millis("sanasend_lane_claim", "0.99"),
                metrics.millis("sanasend_lane_settle", "0.5"),
                metrics.millis("sanasend_lane_settle", "0.99")));
    }

    /**
     * Messages in a second until so many of them are settled. The api tells how many: to count a long queue again and again would
     * be most of the database's work.
     */
    private double drain(Numbers database, int from, int length, int settled) {
        database.queue(from + 1, from + length);
        long goal = settled() + settled;
        long begun = System.nanoTime();
        database.wake();
        Countdown.await(() -> goal - settled(), BETWEEN_LOOKS, Countdown.PATIENCE);
        return settled / ((System.nanoTime() - begun) / NANOS_PER_SECOND);
    }

    private long settled() {
        return (long) Metrics.of(stack.managementAddress()).total("sanasend_messages_settled");
    }
}
