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

    /** Another dispatcher came later and has the message now. */
    record Fenced() implements DeliveryOutcome {}

    /** The message stays open, and is tried again later. */
    sealed interface Open extends DeliveryOutcome {

        /** What is in the way: a code in upper case, shown with the message until it is sent. */
        String obstacle();

        /** Whether a connected page answered, so that it is the message and not the connection. */
        boolean setback();
    }

    /** Nothing went out. */
    record NotOut(String obstacle, boolean setback) implements Open {}

    /** It may have gone out: it is looked up before it is sent again. */
    record Unknown(String obstacle, boolean setback) implements Open {}

    /** Nothing went out, and nothing more is to be sent from the number for a good while. */
    record TooMuch(String obstacle) implements Open {

        @Override
        public boolean setback() {
            return false;
        }
    }
}
