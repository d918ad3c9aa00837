package io.sanasend.api.analytics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
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

        @Schema(description = "Messages that failed or expired", examples = "1")
        long messagesFailed) {}
