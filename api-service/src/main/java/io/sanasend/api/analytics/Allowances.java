package io.sanasend.api.analytics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many messages a user may still have accepted. */
@Schema(name = "RateLimits")
record Allowances(
        @Schema(description = "In the day of the service's time zone")
        Allowance daily,

        @Schema(description = "In the last 60 seconds") Allowance minute) {

    /** One limit. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "RateLimit")
    record Allowance(
            @Schema(examples = "1000") long limit,
            @Schema(examples = "25") long used,
            @Schema(examples = "975") long remaining,

            @Schema(description = "When the day ends; for the minute, when the oldest of its messages leaves it")
            Instant resetTime) {

        static Allowance of(long limit, long used, Instant resetTime) {
            return new Allowance(limit, used, Math.max(0, limit - used), resetTime);
        }
    }
}
