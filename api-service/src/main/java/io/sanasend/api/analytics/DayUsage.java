package io.sanasend.api.analytics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.api.usage.Figures;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What happened on one day. A message belongs to the day it was accepted on, whenever it was sent. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "DayUsage")
record DayUsage(
        @Schema(description = "A day of the service's time zone", examples = "2026-01-31")
        LocalDate date,

        @Schema(description = "Messages that WhatsApp took, with or without a file", examples = "120")
        long messagesSent,

        @Schema(examples = "2400") long apiRequests,

        @Schema(description = "Those of the messages sent that have a file", examples = "12")
        long mediaSent,

        @Schema(description = "Messages that failed or expired", examples = "2")
        long messagesFailed,

        @Schema(description = "All messages of the day, whatever became of them", examples = "125")
        long messagesAccepted,

        @Schema(description = "Those of the messages failed that expired", examples = "1")
        long messagesExpired,

        @Schema(description = "Messages that were withdrawn", examples = "1")
        long messagesCancelled,

        @Schema(description = "Messages that may still go out", examples = "2")
        long messagesOpen,

        @Schema(description = "Of the files of the messages accepted", examples = "4194304")
        long mediaBytes,

        ByType byType) {

    static DayUsage of(LocalDate date, Figures figures) {
        return new DayUsage(
                date,
                figures.sent(),
                figures.requests(),
                figures.mediaSent(),
                figures.failed() + figures.expired(),
                figures.accepted(),
                figures.expired(),
                figures.cancelled(),
                figures.open(),
                figures.mediaBytes(),
                ByType.of(figures));
    }

    /** The messages accepted, by their types. */
    @Schema(name = "UsageByType")
    record ByType(
            @Schema(examples = "112") long text,
            @Schema(examples = "8") long image,

            @Schema(description = "Files sent as they are", examples = "3")
            long document,

            @Schema(examples = "1") long video,
            @Schema(examples = "1") long audio) {

        static ByType of(Figures figures) {
            return new ByType(
                    figures.texts(), figures.images(), figures.documents(), figures.videos(), figures.audios());
        }
    }
}
