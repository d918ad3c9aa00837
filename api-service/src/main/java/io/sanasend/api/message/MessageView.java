package io.sanasend.api.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.model.message.MessageStatus;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A message as its sender sees it. {@code toString} shows neither content nor recipient. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "Message")
record MessageView(
        long id,
        String username,

        @Schema(description = "Digits of the number, or a group id", examples = "4915112345678")
        String recipient,

        @Schema(description = "text, image, document, video or audio")
        String messageType,

        @Nullable String content,
        @Nullable String caption,
        @Nullable String filename,
        MessageStatus status,

        @Schema(description = "Why it failed; while it is being sent, what is in the way") @Nullable
        String errorCode,

        @Nullable String errorMessage,

        @Schema(description = "Its id at WhatsApp, once WhatsApp has it") @Nullable
        String whatsappId,

        @Schema(description = "The session id it goes out from")
        String session,

        @Nullable String reference,
        @Nullable Instant sentAt,
        @Nullable Instant deliveredAt,
        @Nullable Instant readAt,
        Instant createdAt,
        int attempts,

        @Schema(description = "Where its file is, for media") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String filePath,

        @Schema(description = "Only when one message is asked for") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        List<MessageStep> history) {

    MessageView withHistory(List<MessageStep> steps) {
        return new MessageView(
                id,
                username,
                recipient,
                messageType,
                content,
                caption,
                filename,
                status,
                errorCode,
                errorMessage,
                whatsappId,
                session,
                reference,
                sentAt,
                deliveredAt,
                readAt,
                createdAt,
                attempts,
                filePath,
                List.copyOf(steps));
    }

    static String filePath(long id) {
        return "/api/v1/messages/" + id + "/media/";
    }

    @Override
    public String toString() {
        return "MessageView[" + id + ", " + status.wireName() + "]";
    }

    /** One step of a message's history. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "MessageStep")
    record MessageStep(String status, Instant at, @Nullable String detail) {}
}
