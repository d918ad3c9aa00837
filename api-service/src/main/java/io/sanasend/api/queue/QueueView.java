package io.sanasend.api.queue;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.model.session.SessionState;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The queue of one number. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "Queue")
record QueueView(
        @Schema(description = "Id of the session", examples = "1")
        long id,

        @Schema(description = "The session's other name", examples = "u1")
        String sessionId,

        @Schema(examples = "Support desk") String instanceName,

        @Schema(description = "Who owns the number", examples = "jane")
        String username,

        @Schema(description = "How the session stands", examples = "connected")
        SessionState state,

        @Schema(description = "Messages that wait or are under way; 10000 means that many or more", examples = "7")
        long depth,

        @Schema(description = "When the oldest of them was accepted") @Nullable
        Instant oldest,

        @Schema(description = "How long ago that was", examples = "42")
        long ageSeconds,

        @Schema(description = "Id of the message that is next or under way", examples = "128") @Nullable
        Long messageId,

        @Schema(description = "How often it was attempted", examples = "1")
        int attempts,

        @Schema(description = "What is in its way", examples = "SESSION_NOT_CONNECTED") @Nullable
        String errorCode,

        @Schema(description = "Whether an api process has it in hand just now", examples = "false")
        boolean underWay,

        @Schema(description = "When it is tried next; absent: when something happens") @Nullable
        Instant dueAt,

        @Schema(
                description = "Why the number rests: interval, per_minute, per_hour, warning, paused",
                examples = "paused")
        @Nullable
        String restsFor) {}
