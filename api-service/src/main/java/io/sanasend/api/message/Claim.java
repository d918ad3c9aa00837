package io.sanasend.api.message;

import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.message.Recipient;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.session.SessionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A lane that this replica has now. */
sealed interface Claim {

    /** By what it has it. */
    Hold hold();

    /** Its head cannot go now, or was settled meanwhile: what is to be done about that is yet to be found out. */
    record Stalled(Hold hold) implements Claim {}

    /**
     * Its head, marked as being attempted.
     *
     * @param unconfirmed an earlier attempt may have gone out
     * @param attempts this one included
     * @param setbacks earlier attempts that a connected page answered without success
     * @param mediaKey of its file, if it has one
     * @param paced whether its number keeps a pace
     */
    record Head(
            Hold hold,
            long messageId,
            SessionId session,
            boolean unconfirmed,
            int attempts,
            int setbacks,
            WaMessageId waMessageId,
            Recipient recipient,
            OutboundMessage message,
            @Nullable String mediaKey,
            Instant acceptedAt,
            boolean paced)
            implements Claim {}
}
