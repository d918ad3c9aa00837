package io.sanasend.api.apilog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogTimeTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

    @Test
    void tellsTheTimeOfAnIdWhateverTheReplica() {
        long id = LogTime.next(0, NOON, 777);

        assertThat(LogTime.timeOf(id)).isEqualTo(NOON);
        assertThat(id).isGreaterThanOrEqualTo(LogTime.idAt(NOON)).isLessThan(LogTime.idAt(NOON.plusNanos(1_000)));
    }

    @Test
    void neverGivesAnIdTwiceNorALowerOne() {
        long first = LogTime.next(0, NOON, 5);

        long second = LogTime.next(first, NOON, 5);
        long third = LogTime.next(second, NOON.minusSeconds(60), 5);

        assertThat(second).isGreaterThan(first);
        assertThat(third).isGreaterThan(second);
    }
}
