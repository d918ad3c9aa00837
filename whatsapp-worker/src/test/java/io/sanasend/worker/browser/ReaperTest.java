package io.sanasend.worker.browser;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.worker.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReaperTest {

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock();
    private final LiveGroups live = new LiveGroups();
    private final List<ProcessGroup> started = new ArrayList<>();
    private ProfilePlace place;
    private Reaper reaper;

    @BeforeEach
    void share() {
        place = new ProfilePlace(directory, "w1");
        reaper = new Reaper(place, live, clock);
    }

    @AfterEach
    void endAll() {
        started.forEach(ProcessGroup::kill);
    }

    private ProcessGroup browser(String session) {
        Path profile = place.directory().resolve(session).resolve("profile");
        ProcessGroup browser = ProcessGroup.start(
                List.of("sh", "-c", "sleep 1000 & wait"),
                Map.of(ProcessTable.PROFILE_VARIABLE, profile.toString()),
                directory.resolve("out"));
        started.add(browser);
        // Whole: a process that begins with another command has no environment for a moment.
        soon(() -> ProcessTable.matching(entry -> entry.group() == browser.id()).stream()
                .anyMatch(entry -> entry.arguments().equals(List.of("sleep", "1000"))));
        return browser;
    }

    private void lookAfter(Duration time) {
        clock.advance(time);
        reaper.reap();
    }

    @Test
    void endsWhatIsLeftOverOfASessionItHoldsAndNotTheBrowserThatLives() {
        HeldProfile held = place.tryHold("u1").orElseThrow();
        ProcessGroup living = live.add(() -> browser("u1"));
        ProcessGroup left = browser("u1");

        reaper.reap();
        assertThat(left.isAlive()).isTrue();
        lookAfter(Duration.ofSeconds(30));

        assertThat(left.isAlive()).isFalse();
        assertThat(living.isAlive()).isTrue();
        held.close();
    }

    @Test
    void leavesABrowserThatItsWorkerMayWantBackForTenMinutes() {
        ProcessGroup orphan = browser("u1");

        reaper.reap();
        lookAfter(Duration.ofMinutes(9));
        assertThat(orphan.isAlive()).isTrue();
        lookAfter(Duration.ofMinutes(1));

        assertThat(orphan.isAlive()).isFalse();
        place.tryHold("u1").orElseThrow().close();
    }

    @Test
    void leavesWhatAnotherWorkerHoldsAlone() {
        HeldProfile others = new ProfilePlace(directory, "w2").tryHold("u1").orElseThrow();
        ProcessGroup foreign = browser("u1");

        reaper.reap();
        lookAfter(Duration.ofHours(1));

        assertThat(foreign.isAlive()).isTrue();
        others.close();
    }
}
