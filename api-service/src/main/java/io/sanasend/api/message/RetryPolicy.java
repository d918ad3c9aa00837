package io.sanasend.api.message;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a message that could not be sent waits for its next attempt: twice as long each time, up to a longest pause, and
 * each pause somewhere in its upper half, so that numbers which failed together do not come back together.
 *
 * @param first the longest that the first pause can be
 * @param longest no pause is longer
 */
record RetryPolicy(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 30;

    RetryPolicy {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("the first pause is positive, and no longer than the longest");
        }
    }

    /**
     * The pause after an attempt.
     *
     * @param attempts so far, from 1
     */
    Duration pauseAfter(int attempts, RandomGenerator random) {
        int doublings = Math.clamp(attempts - 1L, 0, MOST_DOUBLINGS);
        // Compared by division: a product could overflow.
        Duration pause =
                longest.dividedBy(1L << doublings).compareTo(first) > 0 ? first.multipliedBy(1L << doublings) : longest;
        return pause.dividedBy(2).plusMillis(random.nextLong(pause.dividedBy(2).toMillis() + 1));
    }
}
