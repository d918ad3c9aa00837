package io.sanasend.api.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DaysTest {

    private static final LocalDate SPRING = LocalDate.of(2026, 3, 29);

    @Test
    void beginsAtMidnightOfItsZone() {
        Days days = days("Asia/Kathmandu", "2026-01-31T20:00:00Z");

        assertThat(days.today()).isEqualTo(LocalDate.of(2026, 2, 1));
        assertThat(days.startOf(days.today())).isEqualTo(Instant.parse("2026-01-31T18:15:00Z"));
    }

    @Test
    void isShorterWhenClocksAreSetForward() {
        Days days = days("Europe/Berlin", "2026-03-29T12:00:00Z");

        Duration length = Duration.between(days.startOf(SPRING), days.startOf(SPRING.plusDays(1)));

        assertThat(length).isEqualTo(Duration.ofHours(23));
    }

    private static Days days(String zone, String now) {
        record Zone(ZoneId timezone) implements CalendarConfig {}
        return new Days(new Zone(ZoneId.of(zone)), Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
    }
}
