package io.sanasend.api.analytics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How many messages a user may still have accepted, and how many requests the caller may still make.
 *
 * @param requests absent while they are not counted
 */
@Schema(name = "RateLimits")
record Allowances(
        @Schema(description = "In the day of the service's time zone")
        Allowance daily,

        @Schema(description = "In the last 60 seconds") Allowance minute,

        @Schema(
                description =
                        "API requests, with this one, of the key it came with; or of all logins of the user, if it came"
                                + " with a login. They come back evenly over a minute. Null while Redis is away and nothing is counted")
        @Nullable
        RequestAllowance requests) {

    Allowances with(@Nullable RequestAllowance standing) {
        return new Allowances(daily, minute, standing);
    }

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

    /** The limit of requests. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "RequestRateLimit")
    record RequestAllowance(
            @Schema(description = "As the RateLimit headers name it", examples = "requests-per-key")
            String name,

            @Schema(examples = "600") long limit,
            @Schema(examples = "1") long used,
            @Schema(examples = "599") long remaining,

            @Schema(description = "When all are allowed again")
            Instant resetTime) {

        static RequestAllowance of(io.sanasend.api.limit.Allowance counted) {
            return new RequestAllowance(
                    counted.limit().id(), counted.quota(), counted.used(), counted.remaining(), counted.reset());
        }
    }
}
