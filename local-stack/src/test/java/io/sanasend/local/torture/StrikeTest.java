package io.sanasend.local.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StrikeTest {

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(Strike.schedule(42, 50))
                .hasSize(50)
                .isEqualTo(Strike.schedule(42, 50))
                .isNotEqualTo(Strike.schedule(43, 50));
    }

    @Test
    void reachesEveryVictimAtEveryMoment() {
        List<Strike> strikes = Strike.schedule(1, 30);

        assertThat(strikes).extracting(Strike::victim).contains(Victim.values());
        assertThat(strikes).extracting(Strike::moment).contains(Strike.Moment.values());
        assertThat(strikes)
                .allSatisfy(strike -> assertThat(strike.gap().toMillis()).isBetween(500L, 6_000L));
    }

    @Test
    void aShorterScheduleIsTheBeginningOfALongerOne() {
        assertThat(Strike.schedule(42, 50))
                .startsWith(
                        Stream.of(Strike.schedule(42, 10)).flatMap(List::stream).toArray(Strike[]::new));
    }
}
