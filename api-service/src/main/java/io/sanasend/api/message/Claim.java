package io.sanasend.api.message;

import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.message.Recipient;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.session.SessionId;
import org.jspecify.annotations.Nullable;

/** What a lane found at its head. */
sealed interface Claim {

    /** Nothing to do: no open message, or the session cannot send now and will say when it can, or it is not yet due. */
    record Nothing() implements Claim {}

    /** The head was withdrawn at the same moment; there may be another. */
    record Withdrawn() implements Claim {}

    /** The head can never go out: its session is gone. */
    record Orphan(long messageId, WaMessageId waMessageId, boolean attempted) implements Claim {}

    /**
     * The head, marked as being attempted.
     *
     * @param fence of this attempt; higher than any before in this lane
     * @param attempts this one included
     * @param setbacks earlier attempts that a connected page answered without success
     * @param mediaKey of its file, if it has one
     */
    record Head(
            long messageId,
            SessionId session,
            long fence,
            int attempts,
            int setbacks,
            WaMessageId waMessageId,
            Recipient recipient,
            OutboundMessage message,
            @Nullable String mediaKey)
            implements Claim {

        /** An earlier attempt may have gone out. */
        boolean attemptedBefore() {
            return attempts > 1;
        }
    }
}
