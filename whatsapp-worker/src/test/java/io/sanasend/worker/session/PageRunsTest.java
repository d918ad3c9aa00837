package io.sanasend.worker.session;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.model.session.SessionId;
import io.sanasend.worker.browser.BrowserKind;
import io.sanasend.worker.browser.HeldProfile;
import io.sanasend.worker.browser.ProfilePlace;
import io.sanasend.worker.testing.FakePages;
import io.sanasend.worker.testing.FakeWhatsAppPage;
import io.sanasend.worker.testing.Messages;
import io.sanasend.worker.testing.RecordingEvents;
import io.sanasend.worker.testing.SettableClock;
import io.sanasend.worker.testing.Signals;
import io.sanasend.worker.whatsapp.PageSignals;
import io.sanasend.worker.whatsapp.SendOutcome;
import io.sanasend.worker.whatsapp.Trouble;
import io.sanasend.worker.whatsapp.WhatsAppPage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageRunsTest {

    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final Duration START = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock();
    private final FakePages pages = new FakePages();
    private final List<String> news = new CopyOnWriteArrayList<>();
    private final Lane lane = new Lane(SessionId.first(1), 4);
    private HeldProfile held;
    private PageRuns runs;

    @BeforeEach
    void assemble() {
        var messages = new MessageNews(SessionId.first(1), new RecordingEvents());
        held = new ProfilePlace(directory, "w1").tryHold("u1").orElseThrow();
        runs = new PageRuns(held, pages, messages, lane, new StartSlots(2, clock), clock);
        runs.watchedBy(new PageRuns.Watcher() {
            @Override
            public void signalsChanged(PageRun of, PageSignals signals) {
                news.add("signals");
            }

            @Override
            public void opened(PageRun of) {
                news.add("opened");
            }

            @Override
            public void logoutAnnounced(PageRun of, String reason) {
                news.add("logout " + reason);
            }

            @Override
            public void troubleAnnounced(PageRun of, Trouble trouble) {
                news.add("trouble " + trouble);
            }

            @Override
            public void browserEnded(PageRun of, @Nullable String problem) {
                news.add("ended " + problem);
            }
        });
    }

    @AfterEach
    void close() {
        runs.end(runs.forget(), PATIENCE);
        lane.close();
        held.close();
    }

    /** A send that the page never answers occupies the lane. */
    private CompletableFuture<SendOutcome> occupyLane(FakeWhatsAppPage page) {
        page.isStuckIn("send");
        var outcome = new CompletableFuture<SendOutcome>();
        Thread.startVirtualThread(() -> outcome.complete(lane.call(() -> page.send(Messages.text(1, 1), null))));
        soon(() -> page.count("send") == 1);
        return outcome;
    }

    @Test
    void namesTheKindsOfBrowser() {
        assertThat(runs.kinds()).containsExactly("headless-shell", "chrome");
    }

    @Test
    void opensThePageInTheLaneAndHearsItsNews() {
        runs.begin(1, START);

        FakeWhatsAppPage page = pages.page(1);
        page.shows(Signals.loading());
        page.announcesLogout("x");

        assertThat(page.kind()).isEqualTo(BrowserKind.CHROME);
        assertThat(news).containsExactlyInAnyOrder("opened", "signals", "logout x");
    }

    /** It may have shown something newer by the time it is known to be open. */
    @Test
    void whatAPageShowsWhileItOpensIsToldOnce() {
        pages.whenOpened(page -> page.shows(Signals.loading()));

        runs.begin(0, START);

        soon(() -> news.contains("opened"));
        assertThat(news).containsExactly("signals", "opened");
    }

    @Test
    void anEndLetsACallFinishAndClosesThePage() {
        runs.begin(0, START);
        FakeWhatsAppPage page = pages.page(1);

        runs.end(runs.forget(), Duration.ofSeconds(10));

        assertThat(page.orders()).containsExactly("close");
        assertThat(runs.current()).isNull();
    }

    @Test
    void anEndKillsThePageThatACallIsStuckIn() {
        runs.begin(0, START);
        FakeWhatsAppPage page = pages.page(1);
        CompletableFuture<SendOutcome> stuck = occupyLane(page);

        runs.end(runs.forget(), PATIENCE);

        assertThat(stuck).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(new SendOutcome.Unknown("the browser ended"));
        soon(() -> page.count("close") == 1);
        assertThat(page.orders()).containsExactly("send", "kill", "close");
    }

    @Test
    void anAbortInterruptsTheCallAtOnce() {
        runs.begin(0, START);
        FakeWhatsAppPage page = pages.page(1);
        CompletableFuture<SendOutcome> stuck = occupyLane(page);

        runs.abort(runs.forget());

        assertThat(stuck).succeedsWithin(Duration.ofSeconds(5));
        soon(() -> page.count("close") == 1);
    }

    @Test
    void aNewPageIsOpenedOnlyWhenTheFormerHasEnded() {
        runs.begin(0, START);
        FakeWhatsAppPage former = pages.page(1);
        var endedBefore = new CompletableFuture<Boolean>();
        pages.whenOpened(page -> endedBefore.complete(former.count("close") == 1));

        runs.abort(runs.forget());
        runs.begin(0, START);

        assertThat(endedBefore).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(true);
    }

    @Test
    void aRunThatIsAbortedBeforeItsTurnIsNeverOpened() {
        runs.begin(0, START);
        FakeWhatsAppPage first = pages.page(1);
        CompletableFuture<SendOutcome> stuck = occupyLane(first);
        runs.begin(0, START);
        runs.abort(runs.forget());
        first.crashes();
        stuck.join();

        runs.begin(0, START);

        pages.page(2);
        soon(() -> runs.current().page() != null);
        assertThat(pages.opened()).hasSize(2);
    }

    @Test
    void aBrowserThatDoesNotStartIsToldWithItsProblem() {
        pages.cannotOpen(BrowserKind.SHELL);

        runs.begin(0, START);

        soon(() -> news.contains("ended the headless-shell does not start"));
    }

    @Test
    void aBrowserThatEndsByItselfIsTold() {
        runs.begin(0, START);

        pages.page(1).crashes();

        soon(() -> news.contains("ended null"));
    }

    @Test
    void whatIsToldToNoPageIsDropped() {
        var told = new CompletableFuture<Void>();
        runs.tell("reload", _ -> told.complete(null));
        runs.begin(0, START);
        runs.tell("reload", WhatsAppPage::reload);

        soon(() -> pages.page(1).count("reload") == 1);
        assertThat(told).isNotDone();
    }
}
