package io.sanasend.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.worker.testing.FakeWhatsAppPage;
import io.sanasend.worker.testing.Signals;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a session ends: stopped and still linked, logged out and erased, or with the worker. */
class SessionEndTest {

    @TempDir
    Path directory;

    private SessionScenario scenario;

    @AfterEach
    void close() {
        scenario.close();
    }

    /** The page logs out as soon as it is asked to. */
    private static void logsOutWhenAsked(FakeWhatsAppPage page) {
        page.whenLoggingOut(() -> Thread.startVirtualThread(() -> page.shows(Signals.landedAfterLogout(null))));
    }

    @Nested
    class Stopped {

        @Test
        void theNumberStaysLinked() {
            scenario = SessionScenario.connected(directory);

            SessionSnapshot stopped = scenario.session.stop();

            assertThat(stopped.state()).isEqualTo(SessionState.DISCONNECTED);
            assertThat(stopped.reason().code()).isEqualTo("stopped_by_owner");
            assertThat(stopped.linked()).isTrue();
            assertThat(scenario.profile.isLinked()).isTrue();
            assertThat(scenario.page(1).hasEnded()).isTrue();
            assertThat(scenario.page(1).count("kill")).isZero();
        }

        @Test
        void theEndOfItsBrowserIsNoNews() {
            scenario = SessionScenario.connected(directory);
            scenario.session.stop();

            scenario.page(1).shows(Signals.connected());
            scenario.session.tick();

            assertThat(scenario.now().state()).isEqualTo(SessionState.DISCONNECTED);
            assertThat(scenario.pages.opened()).hasSize(1);
        }

        @Test
        void aStopOfWhatDoesNotRunChangesNothing() {
            scenario = SessionScenario.linked(directory);

            SessionSnapshot stopped = scenario.session.stop();

            assertThat(stopped.revision()).isZero();
            assertThat(scenario.pages.attempts()).isZero();
        }

        @Test
        void itStartsAgainWithoutACode() {
            scenario = SessionScenario.connected(directory);
            scenario.session.stop();

            scenario.session.start();
            scenario.page(2).shows(Signals.connected());

            assertThat(scenario.now().state()).isEqualTo(SessionState.CONNECTED);
        }
    }

    @Nested
    class LoggedOut {

        @Test
        void aConnectedOneIsUnlinkedOnWhatsAppAndErased() {
            scenario = SessionScenario.connected(directory);
            logsOutWhenAsked(scenario.page(1));

            SessionSnapshot last = scenario.session.logout();

            assertThat(last.state()).isEqualTo(SessionState.LOGGED_OUT);
            assertThat(last.reason().code()).isEqualTo("logged_out_by_owner");
            assertThat(last.linked()).isFalse();
            assertThat(scenario.profile.exists()).isFalse();
            assertThat(scenario.page(1).hasEnded()).isTrue();
            assertThat(scenario.events.reasons()).doesNotContain("qr_on_linked_profile");
        }

        @Test
        void oneThatDoesNotRunIsStartedForIt() {
            scenario = SessionScenario.linked(directory);
            scenario.pages.whenOpened(page -> {
                logsOutWhenAsked(page);
                page.shows(Signals.connected());
            });

            SessionSnapshot last = scenario.session.logout();

            assertThat(last.reason().code()).isEqualTo("logged_out_by_owner");
            assertThat(scenario.page(1).count("logout")).isEqualTo(1);
            assertThat(scenario.profile.exists()).isFalse();
            assertThat(scenario.pages.alive()).isZero();
        }

        @Test
        void theProfileIsErasedEvenIfWhatsAppCannotBeReached() {
            scenario = SessionScenario.linked(directory, SessionScenario.IMPATIENT);

            SessionSnapshot last = scenario.session.logout();

            assertThat(last.state()).isEqualTo(SessionState.LOGGED_OUT);
            assertThat(last.reason().code()).isEqualTo("erased_without_logout");
            assertThat(last.reason().advice()).contains("on the phone");
            assertThat(scenario.profile.exists()).isFalse();
            assertThat(scenario.pages.alive()).isZero();
        }

        @Test
        void theProfileIsErasedEvenIfThePageNeverAnswersTheLogout() {
            scenario = SessionScenario.connected(directory, SessionScenario.IMPATIENT);

            SessionSnapshot last = scenario.session.logout();

            assertThat(scenario.page(1).count("logout")).isEqualTo(1);
            assertThat(last.reason().code()).isEqualTo("erased_without_logout");
            assertThat(scenario.profile.exists()).isFalse();
        }

        @Test
        void oneThatWasNeverLinkedIsOnlyErased() {
            scenario = SessionScenario.unlinked(directory);
            scenario.session.start();
            scenario.page(1).shows(Signals.qr("a"));

            SessionSnapshot last = scenario.session.logout();

            assertThat(last.reason().code()).isEqualTo("logged_out_by_owner");
            assertThat(last.qr()).isNull();
            assertThat(scenario.page(1).count("logout")).isZero();
            assertThat(scenario.profile.exists()).isFalse();
        }

        @Test
        void aSecondLogoutIsFine() {
            scenario = SessionScenario.unlinked(directory);
            scenario.session.logout();

            assertThat(scenario.session.logout().state()).isEqualTo(SessionState.LOGGED_OUT);
        }
    }

    @Test
    void theWorkersEndIsNoEndOfTheSession() {
        scenario = SessionScenario.connected(directory);
        int reports = scenario.events.snapshots().size();

        scenario.session.close();

        assertThat(scenario.page(1).orders()).endsWith("leave");
        assertThat(scenario.now().state()).isEqualTo(SessionState.CONNECTED);
        assertThat(scenario.events.snapshots()).hasSize(reports);
        assertThat(scenario.profile.isLinked()).isTrue();
    }
}
