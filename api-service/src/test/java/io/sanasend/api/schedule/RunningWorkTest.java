package io.sanasend.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.api.testing.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunningWorkTest {

    private final SettableClock clock = new SettableClock();
    private final RunningWork run = new RunningWork(1, new TestWork("one", Duration.ofHours(1)), clock);

    @Test
    void goesOnUntilItsTimeIsUp() {
        clock.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(run.goesOn()).isTrue();

        clock.advance(Duration.ofMillis(1));
        assertThat(run.goesOn()).isFalse();
        assertThat(run.wasCutShort()).isFalse();
        assertThat(run.isOverdue()).isFalse();

        clock.advance(Duration.ofMinutes(5));
        assertThat(run.isOverdue()).isTrue();
    }

    @Test
    void isCutShortIfItWouldGoOnAfterTheStop() {
        run.stop();
        assertThat(run.wasCutShort()).isFalse();

        assertThat(run.goesOn()).isFalse();
        assertThat(run.wasCutShort()).isTrue();
    }

    @Test
    void endsWhenAnotherReplicaHasIt() {
        run.lose();

        assertThat(run.goesOn()).isFalse();
        assertThat(run.wasCutShort()).isFalse();
    }
}
