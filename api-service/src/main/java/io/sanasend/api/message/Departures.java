package io.sanasend.api.message;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Decides how long a number rests after an attempt before its next message may go: the one place for whatever is to hold
 * numbers back.
 */
@ApplicationScoped
class Departures {

    private final MessageConfig config;

    Departures(MessageConfig config) {
        this.config = config;
    }

    /** For how long nothing goes out from the number; zero for no rest. */
    Duration restAfter(Claim.Head head, DeliveryOutcome outcome) {
        return outcome instanceof DeliveryOutcome.TooMuch ? config.rateLimitRest() : Duration.ZERO;
    }
}
