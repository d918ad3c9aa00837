package io.sanasend.worker.session;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.model.session.SessionState;
import io.sanasend.worker.testing.FakeWhatsAppPage;
import io.sanasend.worker.testing.Messages;
import io.sanasend.worker.testing.Signals;
import io.sanasend.worker.whatsapp.SendOutcome;
import io.sanasend.worker.whatsapp.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a linked session makes of trouble that is neither its browser's nor the network's. */
class SessionTroubleTest {

    private static final SendOutcome NO_ANSWER = new SendOutcome.Unknown("the page did not answer within 30 s");

    @TempDir
    Path directory;

    private SessionScenario scenario;
    private FakeWhatsAppPage page;

    @BeforeEach
    void connect() {
        scenario = SessionScenario.connected(directory);
        page = scenario.page(1);
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    private void send(int times) {
        for (int i = 1; i <= times; i++) {
            scenario.session.send(Messages.text(i, 1), null);
        }
    }

    @Test
    void aPageThatIsConnectedAndSendsNothingIsLoadedAgainAndThenReplaced() {
        page.answersSends(NO_ANSWER);

        send(2);
        assertThat(page.count("reload")).isZero();
        send(1);
        soon(() -> page.count("reload") == 1);
        send(3);

        scenario.page(2).shows(Signals.connected());
        assertThat(page.hasEnded()).isTrue();
        assertThat(scenario.events.reasons()).contains("not_sending");
        assertThat(scenario.now().state()).isEqualTo(SessionState.CONNECTED);
    }

    @Test
    void anAnswerNowAndThenIsEnough() {
        page.answersSends(NO_ANSWER);
        send(2);
        page.acks("3EB0000000000000000001", io.sanasend.model.message.Ack.SERVER);
        send(2);
        page.answersSends(new SendOutcome.Refused("no"));
        send(1);
        page.answersSends(NO_ANSWER);
        send(2);

        assertThat(page.count("reload")).isZero();
    }

    @Test
    void aLinkedNumberIsNotGivenUpForIt() {
        scenario.pages.whenOpened(next -> {
            next.answersSends(NO_ANSWER);
            next.shows(Signals.connected());
        });
        page.answersSends(NO_ANSWER);

        for (int i = 0; i < 20; i++) {
            scenario.await(SessionState.CONNECTED);
            FakeWhatsAppPage now = scenario.pages.opened().getLast();
            long sent = now.count("send");
            send(3);
            assertThat(now.count("send")).isEqualTo(sent + 3);
        }

        assertThat(scenario.pages.opened()).hasSize(1 + SessionScenario.SETTINGS.restarts());
        assertThat(scenario.now().state()).isEqualTo(SessionState.CONNECTED);
    }

    @Test
    void aConnectionThatAnotherWindowTookIsTakenBackThreeTimesInTenMinutes() {
        for (int i = 1; i <= 5; i++) {
            page.shows(Signals.connected().socketState("CONFLICT").streamMode("CONFLICT"));
            assertThat(scenario.reason()).isEqualTo("conflict");
            page.shows(Signals.connected());
        }

        soon(() -> page.count("takeOver") == 3);
        scenario.clock.advance(Duration.ofMinutes(11));
        page.shows(Signals.connected().socketState("CONFLICT").streamMode("CONFLICT"));
        soon(() -> page.count("takeOver") == 4);
    }

    @Test
    void aTemporaryBanIsTheReasonUntilTheNumberIsLetInAgain() {
        page.announces(Trouble.ACCOUNT_TEMPORARILY_BANNED);
        page.shows(Signals.syncing());

        assertThat(scenario.now().state()).isEqualTo(SessionState.RECONNECTING);
        assertThat(scenario.reason()).isEqualTo("temporarily_banned");
        assertThat(scenario.advice()).contains("Open WhatsApp on the phone");

        page.shows(Signals.connected());
        page.shows(Signals.syncing());
        assertThat(scenario.reason()).isEqualTo("syncing");
    }

    @Test
    void aPageThatNeedsAnUpdateIsLoadedAgainOnce() {
        page.shows(Signals.syncing().needsUpdate());
        page.shows(Signals.loading());
        page.shows(Signals.syncing().needsUpdate());

        soon(() -> page.count("reload") == 1);
        assertThat(scenario.reason()).isEqualTo("needs_update");
        assertThat(scenario.now().linked()).isTrue();
    }

    @Test
    void aStorageThatCannotBeOpenedMeansANewBrowserAndNeverALostLink() {
        for (int i = 1; i <= SessionScenario.SETTINGS.restarts() + 1; i++) {
            scenario.page(i).announces(Trouble.STORAGE_INITIALIZATION_ERROR);
        }

        assertThat(scenario.now().state()).isEqualTo(SessionState.FAILED);
        assertThat(scenario.reason()).isEqualTo("storage_error");
        assertThat(scenario.advice()).contains("disk");
        assertThat(scenario.now().linked()).isTrue();
        assertThat(scenario.profile.isLinked()).isTrue();
    }
}
