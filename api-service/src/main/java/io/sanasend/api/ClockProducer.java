package io.sanasend.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Where time and randomness come from. Nothing else asks the system for either, so that tests can set both. */
@ApplicationScoped
class ClockProducer {

    /** As exact as the database keeps times, so that what was just made looks the same when it is read again. */
    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }

    /** A cryptographically strong source; keys, tokens and message ids are drawn from it. */
    @Produces
    @ApplicationScoped
    RandomGenerator random() {
        return new SecureRandom();
    }
}
