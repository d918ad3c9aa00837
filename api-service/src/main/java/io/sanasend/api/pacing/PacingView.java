package io.sanasend.api.pacing;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.math.BigDecimal;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The pace of a number, and where the number stands with it. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "Pacing")
record PacingView(
        @Schema(description = "false: the number sends as fast as it can", examples = "true")
        boolean enabled,

        @Schema(description = "Whether this number has a pace of its own", examples = "false")
        boolean own,

        @Schema(description = "Least time between two messages, before jitter", examples = "3")
        BigDecimal intervalSeconds,

        @Schema(description = "The part of the interval by which it varies, up and down", examples = "0.4")
        double jitter,

        @Schema(description = "Messages within 60 seconds", examples = "15")
        int perMinute,

        @Schema(description = "Messages within an hour", examples = "300")
        int perHour,

        @Schema(description = "New recipients a day, on the first day of use", examples = "50")
        int newRecipientsPerDay,

        @Schema(description = "New recipients the number may write to today", examples = "72")
        int newRecipientsAllowedToday,

        @Schema(description = "New recipients it wrote to today", examples = "12")
        int newRecipientsToday,

        @Schema(description = "Messages of the last 60 seconds that count", examples = "3")
        int sentLastMinute,

        @Schema(description = "Messages of the last hour that count", examples = "120")
        int sentLastHour,

        @Schema(description = "Messages that wait or are under way", examples = "7")
        long queued,

        @Schema(
                description = "Why nothing goes out now although the number could send: interval, per_minute, per_hour,"
                        + " warning, paused",
                examples = "interval")
        @Nullable
        String restsFor,

        @Schema(description = "Until when; absent while the number is paused") @Nullable
        Instant restsUntil,

        @Schema(
                description =
                        "Until when a message to a new recipient waits, and those behind it: today's budget is used up")
        @Nullable
        Instant newRecipientsFrom,

        @Schema(description = "What WhatsApp warned of, if the number rests for that", examples = "rate_limited")
        @Nullable
        String warning) {}
