package io.sanasend.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VigilTest {

    private static final Instant START = Instant.parse("2026-04-01T12:00:00Z");

    private final Vigil vigil = new Vigil(Duration.ofSeconds(20), Duration.ofSeconds(15));

    @Test
    void believesInADeathAfterALeaseOfWatching() {
        assertThat(vigil.look(START)).isFalse();
        assertThat(vigil.look(START.plusSeconds(10))).isFalse();
        assertThat(vigil.look(START.plusSeconds(20))).isTrue();
        assertThat(vigil.look(START.plusSeconds(25))).isTrue();
    }

    @Test
    void beginsAnewAfterAGap() {
        vigil.look(START);
        vigil.look(START.plusSeconds(10));

        assertThat(vigil.look(START.plusSeconds(60))).isFalse();
        assertThat(vigil.look(START.plusSeconds(75))).isFalse();
        assertThat(vigil.look(START.plusSeconds(80))).isTrue();
    }

    @Test
    void beginsAnewAfterAnOutageOfTheDatabase() {
        vigil.look(START);
        vigil.look(START.plusSeconds(15));
        vigil.interrupt();

        assertThat(vigil.look(START.plusSeconds(21))).isFalse();
    }
}
