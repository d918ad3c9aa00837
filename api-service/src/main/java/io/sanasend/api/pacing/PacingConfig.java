package io.sanasend.api.pacing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The pace of every number whose owner did not set another. */
@ConfigMapping(prefix = "sanasend.pacing")
public interface PacingConfig {

    /** Whether numbers keep a pace at all. */
    @WithDefault("true")
    boolean enabled();

    /** The least time between two messages of a number. */
    @WithDefault("PT3S")
    Duration interval();

    /** The part of the interval by which it varies, up and down. */
    @WithDefault("0.4")
    double jitter();

    /** Messages of a number within 60 seconds. */
    @WithDefault("15")
    int perMinute();

    /** Messages of a number within an hour. */
    @WithDefault("300")
    int perHour();

    /** Recipients a day that a number never wrote to, on its first day of use. */
    @WithDefault("50")
    int newRecipientsPerDay();

    /** The part by which that budget grows with each day of use. */
    @WithDefault("0.2")
    double newRecipientsGrowth();

    /** How long a number sends nothing after a warning of WhatsApp; doubled with each further one of the same week. */
    @WithDefault("PT30M")
    Duration quiet();

    /** No rest after a warning is longer. */
    @WithDefault("P1D")
    Duration longestQuiet();
}
