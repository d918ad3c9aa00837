package io.sanasend.api.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sanasend.model.message.MessageStatus;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The answer to a send request. */
@Schema(name = "SentMessage")
record SentView(
        @Schema(description = "Its id at WhatsApp; null while it is on its way", examples = "3EB0C767D0FD3A2B1C4E5F")
        @Nullable
        String messageId,

        @Schema(description = "WhatsApp's time of it; null while it is on its way") @Nullable
        Instant timestamp,

        @Schema(description = "Its id here; good for asking for its status")
        long dbId,

        MessageStatus status,

        @Schema(description = "The session it goes out from")
        String sessionId,

        @Schema(description = "Where its file can be read, for media")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String filePath) {

    static SentView of(Standing standing) {
        return new SentView(
                standing.sentAt() == null ? null : standing.waMessageId().value(),
                standing.sentAt(),
                standing.messageId(),
                standing.status(),
                standing.session().value(),
                standing.hasFile() ? MessageView.filePath(standing.messageId()) : null);
    }

    /** WhatsApp has it. */
    boolean sent() {
        return messageId != null;
    }
}
