package io.sanasend.api.analytics;

import io.sanasend.api.problem.FieldErrors;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Days from the first to the last, both included; null where there is no bound. */
record DateSpan(@Nullable LocalDate first, @Nullable LocalDate last) {

    /** Beyond these nothing can have happened. */
    private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);

    private static final LocalDate LATEST = LocalDate.of(2199, 12, 31);

    /** Reads the parameters {@code start_date} and {@code end_date}; adds an error for what is wrong with them. */
    static DateSpan read(FieldErrors errors, @Nullable String start, @Nullable String end) {
        DateSpan span = new DateSpan(date(errors, "start_date", start), date(errors, "end_date", end));
        errors.require(
                span.first == null || span.last == null || !span.last.isBefore(span.first),
                "end_date",
                "must not be before start_date");
        return span;
    }

    private static @Nullable LocalDate date(FieldErrors errors, String field, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            LocalDate date = LocalDate.parse(text);
            errors.require(
                    !date.isBefore(EARLIEST) && !date.isAfter(LATEST),
                    field,
                    "must be from " + EARLIEST + " to " + LATEST);
            return date;
        } catch (DateTimeException _) {
            errors.add(field, "must be a date such as 2026-01-31");
            return null;
        }
    }
}
