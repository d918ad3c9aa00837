package io.sanasend.api.analytics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.api.usage.Figures;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The last days, summed up and one by one. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "UsageSummary")
record UsageSummary(
        Period period,
        Totals totals,

        @Schema(description = "Each day of the period, oldest first")
        List<DayUsage> dailyBreakdown) {

    static UsageSummary of(SortedMap<LocalDate, Figures> days) {
        return new UsageSummary(
                new Period(days.firstKey(), days.lastKey(), days.size()),
                Totals.of(days.values().stream().reduce(Figures.NONE, Figures::plus)),
                days.entrySet().stream()
                        .map(day -> DayUsage.of(day.getKey(), day.getValue()))
                        .toList());
    }

    /** From the first day to the last, both included. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "UsagePeriod")
    record Period(
            @Schema(examples = "2026-01-02") LocalDate startDate,
            @Schema(examples = "2026-01-31") LocalDate endDate,
            @Schema(examples = "30") int days) {}

    /** The sums of the breakdown. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "UsageTotals")
    record Totals(
            @Schema(examples = "3600") long messagesSent,
            @Schema(examples = "72000") long apiRequests,
            @Schema(examples = "360") long mediaSent,

            @Schema(description = "Failed or expired", examples = "30")
            long messagesFailed,

            @Schema(examples = "3650") long messagesAccepted,
            @Schema(examples = "5") long messagesExpired,
            @Schema(examples = "10") long messagesCancelled,
            @Schema(examples = "10") long messagesOpen,
            @Schema(examples = "125829120") long mediaBytes,
            DayUsage.ByType byType) {

        static Totals of(Figures figures) {
            return new Totals(
                    figures.sent(),
                    figures.requests(),
                    figures.mediaSent(),
                    figures.failed() + figures.expired(),
                    figures.accepted(),
                    figures.expired(),
                    figures.cancelled(),
                    figures.open(),
                    figures.mediaBytes(),
                    DayUsage.ByType.of(figures));
        }
    }
}
