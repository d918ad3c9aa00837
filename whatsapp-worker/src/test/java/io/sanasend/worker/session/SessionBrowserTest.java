package io.sanasend.worker.session;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.model.session.SessionState;
import io.sanasend.worker.browser.BrowserKind;
import io.sanasend.worker.testing.FakeWhatsAppPage;
import io.sanasend.worker.testing.Signals;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session makes of a browser that does not start, ends, or does not answer. */
class SessionBrowserTest {

    @TempDir
    Path directory;

    private SessionScenario scenario;

    @AfterEach
    void close() {
        scenario.close();
    }

    private FakeWhatsAppPage connect() {
        scenario = SessionScenario.connected(directory);
        return scenario.page(1);
    }

    @Test
    void aPageThatIsNotUsableIsTriedInTheOtherBrowserAndThenGivenUp() {
        scenario = SessionScenario.unlinked(directory);
        scenario.session.start();
        scenario.page(1).shows(Signals.loading());
        scenario.pass(Duration.ofSeconds(61));
        assertThat(scenario.reason()).isEqualTo("retrying_in_chrome");
        assertThat(scenario.page(2).kind()).isEqualTo(BrowserKind.CHROME);

        scenario.page(2).shows(Signals.loading().missing("WPP.chat.find", "WPP.conn.logout"));
        scenario.pass(Duration.ofSeconds(61));

        assertThat(scenario.now().state()).isEqualTo(SessionState.FAILED);
        assertThat(scenario.reason()).isEqualTo("page_not_usable");
        assertThat(scenario.advice()).contains("WPP.chat.find, WPP.conn.logout");
        soon(() -> scenario.pages.alive() == 0);
    }

    @Test
    void aBrowserThatDoesNotStartIsReplacedByTheOther() {
        scenario = SessionScenario.unlinked(directory);
        scenario.pages.cannotOpen(BrowserKind.SHELL);
        scenario.session.start();

        scenario.page(1).shows(Signals.qr("a"));

        assertThat(scenario.page(1).kind()).isEqualTo(BrowserKind.CHROME);
        assertThat(scenario.now().state()).isEqualTo(SessionState.QR_PENDING);
        assertThat(scenario.events.reasons()).contains("retrying_in_chrome");
    }

    @Test
    void noBrowserThatStartsIsAFailureInTheEnd() {
        scenario = SessionScenario.unlinked(directory);
        scenario.pages.cannotOpen(BrowserKind.SHELL);
        scenario.pages.cannotOpen(BrowserKind.CHROME);
        scenario.session.start();

        scenario.await(SessionState.FAILED);

        assertThat(scenario.reason()).isEqualTo("browser_keeps_failing");
        assertThat(scenario.pages.attempts()).isEqualTo(4);
    }

    @Test
    void oneThatEndsByItselfIsStartedAgain() {
        FakeWhatsAppPage page = connect();

        page.crashes();

        scenario.page(2).shows(Signals.connected());
        assertThat(scenario.events.states())
                .endsWith(SessionState.CONNECTED, SessionState.RECONNECTING, SessionState.CONNECTED);
        assertThat(scenario.events.reasons()).contains("browser_ended");
        assertThat(scenario.page(2).kind()).isEqualTo(BrowserKind.SHELL);
    }

    @Test
    void oneThatKeepsEndingIsGivenUp() {
        scenario = SessionScenario.linked(directory);
        scenario.pages.whenOpened(FakeWhatsAppPage::crashes);
        scenario.session.start();

        scenario.await(SessionState.FAILED);

        assertThat(scenario.reason()).isEqualTo("browser_keeps_failing");
        assertThat(scenario.pages.attempts()).isEqualTo(3);
        assertThat(scenario.profile.isLinked()).isTrue();
    }

    @Test
    void aDeadPageIsKilledAndReplaced() {
        FakeWhatsAppPage page = connect();
        page.isStuckIn("ping");

        scenario.tickUntil(() -> page.count("kill") == 1);

        scenario.page(2).shows(Signals.connected());
        assertThat(scenario.events.reasons()).contains("page_not_answering");
        assertThat(scenario.now().state()).isEqualTo(SessionState.CONNECTED);
    }

    @Test
    void aPageThatTwiceGivesNoSignOfLifeIsReplaced() {
        FakeWhatsAppPage page = connect();
        page.answersPings(false);

        scenario.session.tick();
        soon(() -> page.count("ping") == 1);
        scenario.tickUntil(() -> {
            scenario.clock.advance(Duration.ofSeconds(16));
            return scenario.pages.opened().size() == 2;
        });

        assertThat(page.count("ping")).isEqualTo(2);
        assertThat(page.hasEnded()).isTrue();
    }

    @Test
    void newsOfAFormerRunIsNotHeard() {
        FakeWhatsAppPage former = connect();
        former.crashes();
        FakeWhatsAppPage present = scenario.page(2);
        present.shows(Signals.loading());

        former.shows(Signals.landedAfterLogout("1"));
        former.announcesLogout("user_initiated");

        assertThat(scenario.now().state()).isEqualTo(SessionState.RECONNECTING);
        present.shows(Signals.connected());
        assertThat(scenario.now().state()).isEqualTo(SessionState.CONNECTED);
        assertThat(scenario.profile.isLinked()).isTrue();
    }
}
