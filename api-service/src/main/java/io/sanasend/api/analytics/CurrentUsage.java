package io.sanasend.api.analytics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a user did today, in this hour and in this minute of the clock. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "CurrentUsage")
record CurrentUsage(Day today, Hour thisHour, Minute thisMinute, Instant timestamp) {

    static CurrentUsage of(Usage.Now now) {
        return new CurrentUsage(
                new Day(now.requestsToday(), now.messagesToday(), now.mediaToday(), now.textsToday()),
                new Hour(now.requestsThisHour()),
                new Minute(now.requestsThisMinute(), now.messagesThisMinute()),
                now.at());
    }

    /** Since midnight of the service's time zone. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "UsageToday")
    record Day(
            @Schema(examples = "140") long apiRequests,

            @Schema(description = "Accepted today and taken by WhatsApp", examples = "25")
            long messagesSent,

            @Schema(description = "Those with a file", examples = "5")
            long mediaSent,

            @Schema(description = "Those without", examples = "20")
            long textMessages) {}

    /** Since the full hour. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "UsageThisHour")
    record Hour(@Schema(examples = "12") long apiRequests) {}

    /** Since the full minute. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "UsageThisMinute")
    record Minute(
            @Schema(examples = "3") long apiRequests,
            @Schema(examples = "1") long messagesSent) {}
}
