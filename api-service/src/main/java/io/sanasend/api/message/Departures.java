package io.sanasend.api.message;

import io.sanasend.api.pacing.NumberPacing;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Decides how long a number rests after an attempt before its next message may go: the one place for whatever is to hold
 * numbers back.
 */
@ApplicationScoped
class Departures {

    private final NumberPacing pacing;

    Departures(NumberPacing pacing) {
        this.pacing = pacing;
    }

    /** Whether the number may have to rest, which it takes the database to say. */
    boolean mayRest(Claim.Head head, DeliveryOutcome outcome) {
        return outcome instanceof DeliveryOutcome.TooMuch || isPaced(head);
    }

    private static boolean isPaced(Claim.Head head) {
        return head.paced() && head.attempts() == 1;
    }

    /** For how long nothing goes out from the number; zero for no rest. A message counts once, with its first attempt. */
    Duration restAfter(Claim.Head head, DeliveryOutcome outcome) {
        if (outcome instanceof DeliveryOutcome.TooMuch) {
            return pacing.afterWarning(head.hold().sessionRow(), "rate_limited").time();
        }
        return isPaced(head)
                ? pacing.after(head.hold().sessionRow(), head.messageId()).time()
                : Duration.ZERO;
    }
}
