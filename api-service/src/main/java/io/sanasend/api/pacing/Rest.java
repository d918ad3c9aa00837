package io.sanasend.api.pacing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long a number sends nothing after a message, and why.
 *
 * @param time never negative
 */
public record Rest(Duration time, RestReason reason) {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /**
     * The rest after a message; of several the longest.
     *
     * @param chance from 0 to 1, for the jitter
     */
    static Rest after(Pace pace, Recent recent, double chance) {
        return Stream.of(
                        new Rest(pace.nextInterval(chance), RestReason.INTERVAL),
                        new Rest(left(recent.minuteBound(), MINUTE, recent.now()), RestReason.PER_MINUTE),
                        new Rest(left(recent.hourBound(), HOUR, recent.now()), RestReason.PER_HOUR))
                .max(Comparator.comparing(Rest::time))
                .orElseThrow();
    }

    private static Duration left(@Nullable Instant bound, Duration window, Instant now) {
        if (bound == null || !bound.plus(window).isAfter(now)) {
            return Duration.ZERO;
        }
        return Duration.between(now, bound.plus(window));
    }

    /**
     * The rest after a warning of WhatsApp.
     *
     * @param earlier warnings before this one, each less than a week after the one before
     */
    static Rest afterWarning(Duration first, Duration longest, int earlier) {
        Duration doubled = first.multipliedBy(1L << Math.min(earlier, 20));
        return new Rest(doubled.compareTo(longest) < 0 ? doubled : longest, RestReason.WARNING);
    }
}
