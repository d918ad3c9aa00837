package io.sanasend.worker.session;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.worker.browser.ProfilePlace;
import io.sanasend.worker.testing.FakePages;
import io.sanasend.worker.testing.FakeWhatsAppPage;
import io.sanasend.worker.testing.RecordingEvents;
import io.sanasend.worker.testing.SettableClock;
import io.sanasend.worker.testing.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionRaceTest {

    @TempDir
    Path directory;

    /** The reason is announced while the page is still authenticated. */
    @Test
    void anAnnouncedReasonIsRememberedUntilThePageIsUnlinked() {
        try (SessionScenario scenario = SessionScenario.connected(directory)) {
            FakeWhatsAppPage page = scenario.page(1);
            page.announcesLogout("user_initiated");
            page.shows(Signals.qr("new"));

            assertThat(scenario.now().state()).isEqualTo(SessionState.LOGGED_OUT);
            assertThat(scenario.reason()).isEqualTo("user_initiated");
        }
    }

    /** Any report of the page between the order and the unlinking makes it forget that the logout is its own. */
    @Test
    void anOwnLogoutIsRememberedWhileThePageIsStillAuthenticated() {
        try (SessionScenario scenario = SessionScenario.connected(directory)) {
            FakeWhatsAppPage page = scenario.page(1);
            page.whenLoggingOut(() -> Thread.startVirtualThread(() -> {
                page.shows(Signals.connected().socketStream("CLOSING"));
                page.shows(Signals.qr("new"));
            }));

            assertThat(scenario.session.logout().reason().code()).isEqualTo("logged_out_by_owner");
        }
    }

    /** The owner asks for new codes, and the phone scans the old one meanwhile. */
    @Test
    void aPageThatPairsIsNotLoadedAgain() {
        try (SessionScenario scenario = SessionScenario.unlinked(directory)) {
            scenario.session.start();
            FakeWhatsAppPage page = scenario.page(1);
            page.shows(Signals.qr("a"));
            CompletableFuture.runAsync(() -> scenario.session.refreshQr(Duration.ofMillis(10)));
            soon(() -> page.count("refreshQr") == 1);
            page.shows(Signals.pairing());
            page.shows(Signals.syncing());

            scenario.pass(Duration.ofSeconds(6));
            scenario.session.tick();
            soon(() -> page.count("ping") + page.count("reload") > 0);
            assertThat(page.count("reload")).isZero();
        }
    }

    /** The page reports something in the moment in which its owner stops the session. */
    @RepeatedTest(100)
    void aStoppedSessionStaysStopped() throws InterruptedException {
        try (SessionScenario scenario = SessionScenario.connected(directory)) {
            FakeWhatsAppPage page = scenario.page(1);
            Thread[] reporting = new Thread[1];
            scenario.events.whenChanged(snapshot -> {
                if (snapshot.state() == SessionState.DISCONNECTED) {
                    reporting[0] = Thread.ofPlatform().start(() -> page.shows(Signals.connected()));
                    soon(() -> reporting[0].getState() == Thread.State.BLOCKED);
                }
            });
            scenario.session.stop();
            reporting[0].join();

            assertThat(scenario.now().state()).isEqualTo(SessionState.DISCONNECTED);
        }
    }

    /** A logout starts a browser too. */
    @Test
    void logoutsDoNotExceedTheCapacity() {
        for (int i = 1; i <= 4; i++) {
            var profile = new io.sanasend.worker.browser.ProfileDirectory(directory.resolve("u" + i));
            profile.create();
            profile.markLinked(SessionScenario.LINKED_AT);
        }
        var pages = new FakePages();
        try (var registry = new SessionRegistry(
                new ProfilePlace(directory, "w1"),
                pages,
                new RecordingEvents(),
                SessionScenario.IMPATIENT,
                1,
                new SettableClock())) {
            registry.start(SessionId.first(1));
            var most = new java.util.concurrent.atomic.AtomicInteger();
            pages.whenOpened(_ -> most.accumulateAndGet((int) pages.alive(), Math::max));
            try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 2; i <= 4; i++) {
                    int number = i;
                    threads.submit(() -> registry.logout(SessionId.first(number)));
                }
            }
            assertThat(most).hasValueLessThanOrEqualTo(1);
        }
    }

    @Test
    void isNotStartedWhileItIsLoggedOutButMayBeAfterwards() {
        var profile = new io.sanasend.worker.browser.ProfileDirectory(directory.resolve("u1"));
        profile.create();
        profile.markLinked(SessionScenario.LINKED_AT);
        var pages = new FakePages();
        try (var registry = new SessionRegistry(
                new ProfilePlace(directory, "w1"),
                pages,
                new RecordingEvents(),
                SessionScenario.SETTINGS,
                1,
                new SettableClock())) {
            Thread out = Thread.startVirtualThread(() -> registry.logout(SessionId.first(1)));
            FakeWhatsAppPage page = pages.page(1);
            page.whenLoggingOut(() -> Thread.startVirtualThread(() -> page.shows(Signals.landedAfterLogout(null))));

            assertThatThrownBy(() -> registry.start(SessionId.first(1)))
                    .isInstanceOf(WorkerProblem.class)
                    .hasMessageContaining("being logged out");
            assertThatThrownBy(() -> registry.logout(SessionId.first(1)))
                    .isInstanceOf(WorkerProblem.class)
                    .hasMessageContaining("being logged out");

            page.shows(Signals.connected());
            soon(() -> !out.isAlive());
            Session again = registry.start(SessionId.first(1));
            assertThat(registry.find(SessionId.first(1))).contains(again);
            assertThat(again.isRunning()).isTrue();
        }
    }
}
