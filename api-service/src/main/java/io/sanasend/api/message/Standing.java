package io.sanasend.api.message;

import io.sanasend.api.problem.ProblemType;
import io.sanasend.model.message.MessageStatus;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.session.SessionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far an accepted message is.
 *
 * @param sentAt WhatsApp's time of it, once WhatsApp has it
 * @param errorCode why it failed, or what is in its way
 */
record Standing(
        long messageId,
        SessionId session,
        WaMessageId waMessageId,
        MessageStatus status,
        @Nullable Instant sentAt,
        @Nullable String errorCode,
        boolean hasFile) {

    /**
     * This, if the message went out or still may.
     *
     * @throws SendFailed if it will not go out
     */
    Standing orThrow() {
        return switch (status) {
            case QUEUED, SENDING, SENT, DELIVERED, READ -> this;
            case FAILED, EXPIRED, CANCELLED -> throw new SendFailed(ProblemType.valueOf(errorCode), messageId);
        };
    }
}
