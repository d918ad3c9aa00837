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
        @Schema(examples = "4711") long id,

        @Schema(description = "Whose message it is", examples = "shop")
        String username,

        @Schema(description = "Digits of the number, or a group id", examples = "4915112345678")
        String recipient,

        @Schema(
                description = "Its kind",
                enumeration = {"text", "image", "document", "video", "audio"})
        String messageType,

        @Schema(description = "The text of a text message", examples = "Your order is on its way.") @Nullable
        String content,

        @Schema(description = "The text below a file") @Nullable
        String caption,

        @Schema(description = "The name of its file, as the recipient sees it") @Nullable
        String filename,

        MessageStatus status,

        @Schema(description = "Why it ended; while it is being sent, what is in the way") @Nullable
        String errorCode,

        @Schema(description = "The same in words") @Nullable String errorMessage,

        @Schema(description = "Its id at WhatsApp, once WhatsApp has it") @Nullable
        String whatsappId,

        @Schema(description = "The session id it goes out from", examples = "u7")
        String session,

        @Schema(description = "As given when it was sent") @Nullable
        String reference,

        @Schema(description = "When WhatsApp took it") @Nullable
        Instant sentAt,

        @Schema(description = "When it reached a device of the recipient") @Nullable
        Instant deliveredAt,

        @Schema(description = "When the recipient read it") @Nullable
        Instant readAt,

        @Schema(description = "When it was accepted") Instant createdAt,

        @Schema(description = "Attempts to send it, the present one included")
        int attempts,

        @Schema(description = "Where its file can be read, for media whose file is still kept")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
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
    record MessageStep(
            @Schema(description = "The status it entered", examples = "sent")
            String status,

            Instant at,

            @Schema(description = "The error code, if it failed") @Nullable
            String detail) {}
}
