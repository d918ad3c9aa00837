package io.sanasend.api.message;

import io.sanasend.api.problem.ProblemType;
import io.sanasend.model.message.MessageStatus;
import java.time.Instant;

/** What came of one attempt. */
sealed interface DeliveryOutcome {

    /**
     * WhatsApp has the message.
     *
     * @param status how far it is known to have got: sent or more
     * @param at WhatsApp's own time of it
     */
    record Taken(MessageStatus status, Instant at) implements DeliveryOutcome {}

    /** It will never be taken. */
    record Refused(ProblemType code) implements DeliveryOutcome {}

    /**
     * Not now, or not known; the same message is tried again later, after a look whether it went out.
     *
     * @param obstacle a code in upper case
     * @param setback whether a connected page answered, so that it is the message and not the connection
     */
    record Open(String obstacle, boolean setback) implements DeliveryOutcome {}
}
