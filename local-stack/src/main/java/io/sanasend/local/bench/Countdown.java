package io.sanasend.local.bench;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Waits for messages to leave their queues. */
final class Countdown {

    /** Longer than the lease of a lane and the pauses between attempts. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private Countdown() {}

    /**
     * Returns when nothing is left.
     *
     * @param patience for which nothing may move at the most
     * @throws BenchFailed when nothing moves any more
     */
    static void await(LongSupplier left, Duration betweenLooks, Duration patience) {
        long before = left.getAsLong();
        long moved = System.nanoTime();
        while (before > 0) {
            Gateway.pause(betweenLooks);
            long now = left.getAsLong();
            if (now != before) {
                before = now;
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > patience.toNanos()) {
                throw new BenchFailed(
                        now + " messages have not left their queues for " + patience.toSeconds()
                                + " s. Start it again, and see in logs/api.log of the stack, while it waits, what is in their way");
            }
        }
    }
}
