package io.sanasend.worker.session;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.worker.testing.FakePages;
import io.sanasend.worker.testing.SettableClock;
import io.sanasend.worker.testing.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartSlotsTest {

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock();
    private final StartSlots slots = new StartSlots(1, clock);

    @Test
    void thereAreNoMoreThanThatAndEachIsGivenBackOnce() {
        StartSlots.Slot first = slots.take(() -> true);
        var second = CompletableFuture.supplyAsync(() -> slots.take(() -> true));
        var third = new CompletableFuture<StartSlots.Slot>();
        assertThat(second).isNotDone();

        first.close();
        first.close();

        assertThat(second).succeedsWithin(Duration.ofSeconds(5));
        Thread.startVirtualThread(() -> third.complete(slots.take(() -> !second.isCancelled())));
        assertThat(third).isNotDone();
        second.join().close();
        assertThat(third).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void whoDoesNotWantOneAnyMoreStopsWaiting() {
        slots.take(() -> true);

        assertThat(slots.take(() -> false)).isNull();
    }

    @Test
    void aBrowserIsStartedOnceThePageOfTheOneBeforeIsUsable() {
        var pages = new FakePages();
        try (SessionScenario one = SessionScenario.waitingFor(slots, directory.resolve("1"), pages, clock);
                SessionScenario two = SessionScenario.waitingFor(slots, directory.resolve("2"), pages, clock)) {
            one.session.start();
            pages.page(1).shows(Signals.loading());
            two.session.start();
            soon(() -> slots.waiting() == 1);
            two.pass(Duration.ofMinutes(5));
            assertThat(pages.opened()).hasSize(1);
            assertThat(two.reason()).isEqualTo("starting");

            pages.page(1).shows(Signals.qr("a"));

            soon(() -> pages.opened().size() == 2);
        }
    }

    @Test
    void onePageThatTakesLongDoesNotKeepTheOthersFromStarting() {
        var pages = new FakePages();
        try (SessionScenario one = SessionScenario.waitingFor(slots, directory.resolve("1"), pages, clock);
                SessionScenario two = SessionScenario.waitingFor(slots, directory.resolve("2"), pages, clock)) {
            one.session.start();
            pages.page(1).shows(Signals.loading());
            two.session.start();

            one.pass(Duration.ofSeconds(21));

            soon(() -> pages.opened().size() == 2);
        }
    }
}
