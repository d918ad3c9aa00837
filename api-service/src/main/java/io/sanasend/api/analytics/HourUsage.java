package io.sanasend.api.analytics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.api.usage.Figures;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What happened in one hour. A message belongs to the hour it was accepted in, whenever it was sent. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "HourUsage")
record HourUsage(
        @Schema(description = "When the hour begins", examples = "2026-01-31T14:00:00Z")
        Instant hour,

        @Schema(description = "Messages that WhatsApp took, with or without a file", examples = "12")
        long messagesSent,

        @Schema(examples = "240") long apiRequests,

        @Schema(description = "Those of the messages sent that have a file", examples = "1")
        long mediaSent,

        @Schema(description = "Messages that failed or expired", examples = "0")
        long messagesFailed,

        @Schema(description = "All messages of the hour, whatever became of them", examples = "13")
        long messagesAccepted) {

    static HourUsage of(Instant hour, Figures figures) {
        return new HourUsage(
                hour,
                figures.sent(),
                figures.requests(),
                figures.mediaSent(),
                figures.failed() + figures.expired(),
                figures.accepted());
    }
}
