package io.sanasend.api.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final double GROWTH = 0.2;
    private static final double MIDDLE = 0.5;
    private static final Pace PACE = new Pace(true, Duration.ofSeconds(3), 0.4, 15, 300, 50);

    private static Rest rest(Instant minuteBound, Instant hourBound) {
        return Rest.after(PACE, new Recent(NOW, minuteBound, hourBound, 0, 0), MIDDLE);
    }

    @Test
    void aNumberRestsForItsIntervalAfterEachMessage() {
        assertThat(rest(null, null)).isEqualTo(new Rest(Duration.ofSeconds(3), RestReason.INTERVAL));
    }

    @Test
    void theIntervalVariesByItsJitter() {
        assertThat(PACE.nextInterval(0)).isEqualTo(Duration.ofMillis(1800));
        assertThat(PACE.nextInterval(MIDDLE)).isEqualTo(Duration.ofSeconds(3));
        assertThat(PACE.nextInterval(1)).isEqualTo(Duration.ofMillis(4200));
    }

    @Test
    void aFullMinuteEndsSixtySecondsAfterTheOldestOfItsMessages() {
        assertThat(rest(NOW.minusSeconds(20), null)).isEqualTo(new Rest(Duration.ofSeconds(40), RestReason.PER_MINUTE));
        assertThat(rest(NOW.minusSeconds(60), null)).isEqualTo(new Rest(Duration.ofSeconds(3), RestReason.INTERVAL));
    }

    @Test
    void ofSeveralRestsTheLongestCounts() {
        assertThat(rest(NOW.minusSeconds(20), NOW.minusSeconds(600)))
                .isEqualTo(new Rest(Duration.ofMinutes(50), RestReason.PER_HOUR));
    }

    @Test
    void theBudgetForStrangersGrowsByAFifthWithEachDayOfUse() {
        assertThat(PACE.newRecipientsToday(0, GROWTH)).isEqualTo(50);
        assertThat(PACE.newRecipientsToday(1, GROWTH)).isEqualTo(60);
        assertThat(PACE.newRecipientsToday(2, GROWTH)).isEqualTo(72);
        assertThat(PACE.newRecipientsToday(5_000, GROWTH)).isEqualTo(100_000);
    }

    @Test
    void theBudgetForStrangersIsOverWithItsLastMessage() {
        assertThat(PACE.isOverForStrangers(new Recent(NOW, null, null, 49, 0), GROWTH))
                .isFalse();
        assertThat(PACE.isOverForStrangers(new Recent(NOW, null, null, 50, 0), GROWTH))
                .isTrue();
        assertThat(PACE.isOverForStrangers(new Recent(NOW, null, null, 50, 1), GROWTH))
                .isFalse();
    }

    @Test
    void aRestAfterAWarningDoublesUpToTheLongest() {
        Duration first = Duration.ofMinutes(30);
        Duration longest = Duration.ofDays(1);
        assertThat(Rest.afterWarning(first, longest, 0)).isEqualTo(new Rest(first, RestReason.WARNING));
        assertThat(Rest.afterWarning(first, longest, 2).time()).isEqualTo(Duration.ofHours(2));
        assertThat(Rest.afterWarning(first, longest, 99).time()).isEqualTo(longest);
    }
}
