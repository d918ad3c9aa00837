package io.sanasend.api.calendar;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;

/** The days of the installation's time zone. A day has 23 or 25 hours when clocks are changed. */
@ApplicationScoped
public class Days {

    private final Clock clock;

    public Days(CalendarConfig config, Clock clock) {
        this.clock = clock.withZone(config.timezone());
    }

    /** The time, as clocks on the wall show it. */
    public ZonedDateTime now() {
        return ZonedDateTime.now(clock);
    }

    public LocalDate today() {
        return now().toLocalDate();
    }

    /** The day a moment belongs to. */
    public LocalDate dayOf(Instant moment) {
        return LocalDate.ofInstant(moment, clock.getZone());
    }

    /** The first moment of the day. */
    public Instant startOf(LocalDate day) {
        return day.atStartOfDay(clock.getZone()).toInstant();
    }
}
