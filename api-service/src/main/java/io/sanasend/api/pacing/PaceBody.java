package io.sanasend.api.pacing;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The pace a number is to keep. What is absent is as the installation has it. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "NewPace")
record PaceBody(
        @Schema(description = "false: the number sends as fast as it can", examples = "true") @Nullable
        Boolean enabled,

        @Schema(description = "Least time between two messages, before jitter", examples = "3")
        @DecimalMin("0")
        @DecimalMax("3600")
        @Nullable
        BigDecimal intervalSeconds,

        @Schema(description = "The part of the interval by which it varies, up and down", examples = "0.4")
        @DecimalMin("0")
        @DecimalMax("0.9")
        @Nullable
        BigDecimal jitter,

        @Schema(description = "Messages within 60 seconds", examples = "15") @Min(1) @Max(6000) @Nullable
        Integer perMinute,

        @Schema(description = "Messages within an hour", examples = "300") @Min(1) @Max(100_000) @Nullable
        Integer perHour,

        @Schema(
                description = "Recipients a day that the number never wrote to, on its first day; the budget grows with"
                        + " each day of use",
                examples = "50")
        @Min(0)
        @Max(100_000)
        @Nullable
        Integer newRecipientsPerDay) {

    Pace over(Pace installation) {
        return new Pace(
                enabled == null ? installation.enabled() : enabled,
                intervalSeconds == null
                        ? installation.interval()
                        : Duration.ofMillis(intervalSeconds.movePointRight(3).longValue()),
                jitter == null ? installation.jitter() : jitter.doubleValue(),
                perMinute == null ? installation.perMinute() : perMinute,
                perHour == null ? installation.perHour() : perHour,
                newRecipientsPerDay == null ? installation.newRecipientsPerDay() : newRecipientsPerDay);
    }
}
