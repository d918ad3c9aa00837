package io.sanasend.worker.session;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.model.session.SessionState;
import io.sanasend.worker.browser.BrowserKind;
import io.sanasend.worker.testing.FakeWhatsAppPage;
import io.sanasend.worker.testing.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a linked session makes of a lost connection, an unlinking, and a page that shows what it should not. */
class SessionRecoveryTest {

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
    void comesBackWithoutACode() {
        scenario = SessionScenario.linked(directory);
        scenario.session.start();
        scenario.page(1).shows(Signals.loading());
        scenario.page(1).shows(Signals.syncing());
        scenario.page(1).shows(Signals.connected());

        assertThat(scenario.events.states()).containsExactly(SessionState.INITIALIZING, SessionState.CONNECTED);
        assertThat(scenario.events.snapshots()).allMatch(snapshot -> snapshot.linked() && snapshot.qr() == null);
    }

    @Test
    void aLostConnectionIsWaitedOut() {
        FakeWhatsAppPage page = connect();
        Instant connected = scenario.now().since();
        scenario.clock.advance(Duration.ofSeconds(10));
        page.shows(Signals.connected().socketState("OPENING"));
        Instant lost = scenario.clock.instant();
        assertThat(scenario.now().state()).isEqualTo(SessionState.RECONNECTING);
        assertThat(scenario.reason()).isEqualTo("connection_lost");
        assertThat(scenario.now().since()).isEqualTo(lost).isAfter(connected);

        scenario.clock.advance(Duration.ofSeconds(10));
        page.shows(Signals.syncing());
        assertThat(scenario.now().since()).isEqualTo(lost);

        page.shows(Signals.connected());
        assertThat(scenario.now().state()).isEqualTo(SessionState.CONNECTED);
        assertThat(scenario.now().since()).isEqualTo(scenario.clock.instant());
        assertThat(scenario.now().phone()).isEqualTo("4915112345678");
        soon(() -> page.count("catchUp") == 2);
        assertThat(scenario.pages.opened()).hasSize(1);
    }

    @Test
    void anUnlinkingByThePhoneEndsItAndErasesTheProfile() {
        FakeWhatsAppPage page = connect();

        page.shows(Signals.landedAfterLogout("user_initiated"));

        assertThat(scenario.now().state()).isEqualTo(SessionState.LOGGED_OUT);
        assertThat(scenario.reason()).isEqualTo("user_initiated");
        assertThat(scenario.now().linked()).isFalse();
        assertThat(scenario.now().phone()).isNull();
        soon(() -> !scenario.profile.exists());
        assertThat(page.hasEnded()).isTrue();
        assertThat(scenario.pages.opened()).hasSize(1);
    }

    @Test
    void theMarkerIsGoneBeforeTheUnlinkingIsReported() {
        FakeWhatsAppPage page = connect();
        scenario.events.whenChanged(
                snapshot -> assertThat(scenario.profile.isLinked()).isEqualTo(snapshot.linked()));

        page.shows(Signals.landedAfterLogout("1"));

        assertThat(scenario.now().state()).isEqualTo(SessionState.LOGGED_OUT);
    }

    @Test
    void aBlockedNumberIsGivenUpButStaysLinked() {
        FakeWhatsAppPage page = connect();

        page.shows(Signals.connected().socketState("TOS_BLOCK"));

        assertThat(scenario.now().state()).isEqualTo(SessionState.FAILED);
        assertThat(scenario.reason()).isEqualTo("tos_block");
        assertThat(scenario.now().linked()).isTrue();
        assertThat(scenario.profile.isLinked()).isTrue();
        soon(page::hasEnded);
    }

    @Test
    void aCodeIsNotBelievedUntilTheBudgetIsSpent() {
        scenario = SessionScenario.linked(directory);
        scenario.session.start();
        scenario.page(1).shows(Signals.qr("x"));
        assertThat(scenario.now().state()).isEqualTo(SessionState.INITIALIZING);
        assertThat(scenario.reason()).isEqualTo("qr_on_linked_profile");
        assertThat(scenario.now().linked()).isTrue();

        scenario.page(2).shows(Signals.qr("y"));
        scenario.page(3).shows(Signals.qr("z"));

        assertThat(scenario.now().state()).isEqualTo(SessionState.LOGGED_OUT);
        assertThat(scenario.reason()).isEqualTo("link_lost");
        soon(() -> !scenario.profile.exists());
        assertThat(scenario.pages.opened()).hasSize(3);
        assertThat(scenario.events.snapshots()).allMatch(snapshot -> snapshot.qr() == null);
    }

    @Test
    void aRestartCanProveASuspicionWrong() {
        scenario = SessionScenario.linked(directory);
        scenario.session.start();
        scenario.page(1).shows(Signals.qr("x"));

        scenario.page(2).shows(Signals.connected());

        assertThat(scenario.now().state()).isEqualTo(SessionState.CONNECTED);
        assertThat(scenario.page(1).hasEnded()).isTrue();
    }

    @Test
    void aPageThatIsNotUsableIsTriedAgainWithGrowingPatience() {
        scenario = SessionScenario.linked(directory);
        scenario.session.start();
        scenario.page(1);
        scenario.pass(Duration.ofSeconds(61));
        assertThat(scenario.reason()).isEqualTo("retrying_in_chrome");
        scenario.page(2);
        scenario.pass(Duration.ofSeconds(61));
        assertThat(scenario.reason()).isEqualTo("page_not_usable");
        assertThat(scenario.page(3).kind()).isEqualTo(BrowserKind.SHELL);

        scenario.pass(Duration.ofSeconds(119));
        assertThat(scenario.pages.attempts()).isEqualTo(3);
        scenario.pass(Duration.ofSeconds(2));

        scenario.page(4);
        assertThat(scenario.now().state()).isEqualTo(SessionState.INITIALIZING);
        assertThat(scenario.now().linked()).isTrue();
    }
}
