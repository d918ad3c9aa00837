package io.sanasend.local.part;

import java.time.Duration;

/**
 * How long to wait before a part is started again: twice as long after each failure in a row.
 *
 * @param first the wait after the first failure
 * @param longest no wait is longer
 * @param forgiven a part that ran this long has no failures behind it
 */
public record BackOff(Duration first, Duration longest, Duration forgiven) {

    private static final int MOST_DOUBLINGS = 20;

    /** From half a second to five seconds, forgiven after ten seconds of work: who dies rarely is back at once. */
    public static final BackOff DEFAULT =
            new BackOff(Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(10));

    public BackOff {
        if (first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("the longest wait must not be shorter than the first");
        }
    }

    /** The wait after that many failures in a row, of which there is at least one. */
    public Duration after(int failures) {
        Duration wait = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
