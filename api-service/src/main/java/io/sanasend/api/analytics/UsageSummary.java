package io.sanasend.api.analytics;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.LocalDate;
import java.util.List;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The last days, summed up and one by one. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "UsageSummary")
record UsageSummary(
        Period period,
        Totals totals,

        @Schema(description = "Each day of the period, oldest first")
        List<DayUsage> dailyBreakdown) {

    static UsageSummary of(List<DayUsage> days) {
        return new UsageSummary(
                new Period(days.getFirst().date(), days.getLast().date(), days.size()),
                new Totals(
                        sum(days, DayUsage::messagesSent),
                        sum(days, DayUsage::apiRequests),
                        sum(days, DayUsage::mediaSent),
                        sum(days, DayUsage::messagesFailed)),
                days);
    }

    private static long sum(List<DayUsage> days, ToLongFunction<DayUsage> figure) {
        return days.stream().mapToLong(figure).sum();
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
            @Schema(examples = "30") long messagesFailed) {}
}
