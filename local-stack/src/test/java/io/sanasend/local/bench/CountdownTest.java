package io.sanasend.local.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CountdownTest {

    private static final Duration AT_ONCE = Duration.ofMillis(1);

    @Test
    void endsWhenNothingIsLeft() {
        AtomicLong left = new AtomicLong(5);

        Countdown.await(left::decrementAndGet, AT_ONCE, Duration.ofMinutes(1));

        assertThat(left).hasValue(0);
    }

    @Test
    void givesUpWhenNothingMovesAndSaysHowManyAreLeft() {
        assertThatThrownBy(() -> Countdown.await(() -> 3_242, AT_ONCE, Duration.ofMillis(20)))
                .isInstanceOf(BenchFailed.class)
                .hasMessageContaining("3242 messages");
    }
}
