package io.sanasend.local.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.local.testing.FakePart;
import io.sanasend.local.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {

    private static final BackOff BACK_OFF =
            new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(1));

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock();
    private final List<String> said = new ArrayList<>();
    private FakePart part;
    private Supervisor supervisor;

    @BeforeEach
    void supervise() {
        part = new FakePart(directory);
        supervisor = new Supervisor(part, BACK_OFF, clock, (name, what) -> said.add(name + " " + what));
    }

    @Test
    void leavesAHealthyPartAlone() {
        supervisor.tick();

        assertThat(part.starts()).isZero();
        assertThat(said).isEmpty();
    }

    @Test
    void saysThatAPartEndedAndStartsItAgainAfterTheWait() {
        part.die();

        supervisor.tick();
        assertThat(part.starts()).isZero();
        assertThat(said).singleElement().asString().contains("fake ended unexpectedly", "in 1 s", "fake.log");

        clock.advance(Duration.ofSeconds(1));
        supervisor.tick();
        assertThat(part.starts()).isOne();
        assertThat(said).last().isEqualTo("fake is back: somewhere");
    }

    @Test
    void waitsLongerAfterEachFailureInARow() {
        part.breakDown();

        supervisor.tick();
        for (int seconds : new int[] {1, 2, 4, 8, 10}) {
            assertThat(said).last().asString().contains("next start in " + seconds + " s");
            clock.advance(Duration.ofSeconds(seconds));
            supervisor.tick();
        }

        assertThat(part.starts()).isEqualTo(5);
        assertThat(said).last().asString().contains("did not start again (it is broken)");
    }

    @Test
    void countsAPartThatDiesRightAfterItsStartAsFailingAgain() {
        part.die();
        supervisor.tick();
        clock.advance(Duration.ofSeconds(1));
        supervisor.tick();

        part.die();
        supervisor.tick();

        assertThat(said).last().asString().contains("next start in 2 s");
    }

    @Test
    void forgivesAPartThatWorkedForAWhile() {
        part.die();
        supervisor.tick();
        clock.advance(Duration.ofSeconds(1));
        supervisor.tick();

        clock.advance(Duration.ofMinutes(1));
        part.die();
        supervisor.tick();

        assertThat(said).last().asString().contains("next start in 1 s");
    }

    @Test
    void bringsARepairedPartBack() {
        part.breakDown();
        supervisor.tick();
        clock.advance(Duration.ofSeconds(1));
        supervisor.tick();

        part.repair();
        clock.advance(Duration.ofSeconds(2));
        supervisor.tick();

        assertThat(part.isRunning()).isTrue();
        assertThat(said).last().isEqualTo("fake is back: somewhere");
    }
}
