package io.sanasend.worker.session;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sanasend.model.session.QrCode;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.worker.testing.FakeWhatsAppPage;
import io.sanasend.worker.testing.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a new profile over its QR codes to a linked one. */
class SessionLinkingTest {

    @TempDir
    Path directory;

    private SessionScenario scenario;
    private Session session;

    @BeforeEach
    void start() {
        scenario = SessionScenario.unlinked(directory);
        session = scenario.session;
        session.start();
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    /** The page shows that this round of codes is over, and is asked for more. */
    private void roundEnds(FakeWhatsAppPage page, int refreshes) {
        page.shows(Signals.qrExpired());
        soon(() -> page.count("refreshQr") == refreshes);
    }

    @Test
    void isInitializingUntilThePageShowsSomething() {
        scenario.page(1).shows(Signals.loading());

        assertThat(scenario.now().state()).isEqualTo(SessionState.INITIALIZING);
        assertThat(scenario.now().linked()).isFalse();
        assertThat(scenario.reason()).isEqualTo("page_loading");
    }

    @Test
    void showsEachCodeWithItsVersionAndExpiry() {
        Instant shown = scenario.clock.instant();
        scenario.page(1).shows(Signals.qr("a"));
        assertThat(scenario.now().state()).isEqualTo(SessionState.QR_PENDING);
        assertThat(scenario.now().qr()).isEqualTo(new QrCode("a", 1, shown.plusSeconds(60)));

        scenario.clock.advance(Duration.ofSeconds(60));
        scenario.page(1).shows(Signals.qr("b"));

        assertThat(scenario.now().qr()).isEqualTo(new QrCode("b", 2, shown.plusSeconds(80)));
        assertThat(scenario.now().since()).isEqualTo(shown);
    }

    @Test
    void connectsOnceACodeIsScanned() {
        scenario.page(1).shows(Signals.qr("a"));
        scenario.page(1).shows(Signals.pairing());
        scenario.page(1).shows(Signals.connected());

        assertThat(scenario.events.states())
                .containsExactly(
                        SessionState.INITIALIZING,
                        SessionState.QR_PENDING,
                        SessionState.INITIALIZING,
                        SessionState.CONNECTED);
        SessionSnapshot now = scenario.now();
        assertThat(now.linked()).isTrue();
        assertThat(now.phone()).isEqualTo("4915112345678");
        assertThat(now.qr()).isNull();
        assertThat(now.page()).isNotNull();
        assertThat(now.page().browser()).isEqualTo("headless-shell");
    }

    @Test
    void theLinkIsOnDiskBeforeItIsReported() {
        var onDisk = new AtomicBoolean();
        scenario.events.whenChanged(snapshot -> {
            if (snapshot.state() == SessionState.CONNECTED) {
                onDisk.set(scenario.profile.isLinked());
            }
        });

        scenario.page(1).shows(Signals.connected());

        assertThat(onDisk).isTrue();
    }

    @Test
    void readsUnreadMessagesOnceItIsConnected() {
        scenario.page(1).shows(Signals.connected());
        scenario.page(1).shows(Signals.connected().ownNumber("4915112345679"));

        scenario.awaitOrder(scenario.page(1), "catchUp");
        assertThat(scenario.page(1).count("catchUp")).isEqualTo(1);
    }

    @Test
    void aStartWhileItRunsChangesNothing() {
        scenario.page(1).shows(Signals.qr("a"));

        session.start();

        assertThat(scenario.now().state()).isEqualTo(SessionState.QR_PENDING);
        assertThat(scenario.pages.opened()).hasSize(1);
    }

    @Test
    void whoWaitsGetsTheFirstCode() {
        var waiting = CompletableFuture.supplyAsync(() -> session.awaitUsable(Duration.ofSeconds(30)));

        scenario.page(1).shows(Signals.qr("a"));

        soon(waiting::isDone);
        assertThat(waiting.join().qr()).isNotNull();
    }

    @Test
    void asksForNewCodesWhenARoundIsOver() {
        scenario.page(1).shows(Signals.qr("a"));
        roundEnds(scenario.page(1), 1);

        assertThat(scenario.now().state()).isEqualTo(SessionState.QR_PENDING);
        assertThat(scenario.reason()).isEqualTo("qr_expired");
        assertThat(scenario.now().qr()).isNull();

        scenario.page(1).shows(Signals.qr("b"));
        assertThat(scenario.now().qr())
                .isEqualTo(new QrCode("b", 2, scenario.clock.instant().plusSeconds(60)));
    }

    @Test
    void asksOnlyOnceForEachRound() {
        roundEnds(scenario.page(1), 1);
        scenario.page(1).shows(Signals.qrExpired().ownNumber("1"));

        session.tick();
        scenario.awaitOrder(scenario.page(1), "ping");
        assertThat(scenario.page(1).count("refreshQr")).isEqualTo(1);
    }

    @Test
    void loadsAPageAgainThatShowsNoNewCodesAndThenStartsItAnew() {
        roundEnds(scenario.page(1), 1);

        scenario.pass(Duration.ofSeconds(6));
        scenario.awaitOrder(scenario.page(1), "reload");
        assertThat(scenario.pages.opened()).hasSize(1);

        scenario.pass(Duration.ofSeconds(61));
        scenario.page(2).shows(Signals.qr("b"));
        assertThat(scenario.events.reasons()).contains("qr_refresh_failed");
        assertThat(scenario.now().state()).isEqualTo(SessionState.QR_PENDING);
        assertThat(scenario.page(1).hasEnded()).isTrue();
    }

    @Test
    void restsWhenNobodyScansAnyCode() {
        roundEnds(scenario.page(1), 1);
        scenario.page(1).shows(Signals.qr("b"));
        scenario.page(1).shows(Signals.qrExpired());

        assertThat(scenario.now().state()).isEqualTo(SessionState.FAILED);
        assertThat(scenario.reason()).isEqualTo("qr_not_scanned");
        assertThat(scenario.advice()).isNotBlank();
        soon(() -> scenario.page(1).hasEnded());
    }

    @Test
    void beginsARoundAnewWhenItsOwnerAsks() {
        scenario.page(1).shows(Signals.qr("a"));
        roundEnds(scenario.page(1), 1);
        scenario.page(1).shows(Signals.qr("b"));
        var answer = CompletableFuture.supplyAsync(() -> session.refreshQr(Duration.ofSeconds(30)));
        soon(() -> scenario.page(1).count("refreshQr") == 2);
        scenario.page(1).shows(Signals.qr("c"));

        soon(answer::isDone);
        assertThat(answer.join().qr())
                .isEqualTo(new QrCode("c", 3, scenario.clock.instant().plusSeconds(60)));

        roundEnds(scenario.page(1), 3);
        assertThat(scenario.now().state()).isEqualTo(SessionState.QR_PENDING);
    }

    @Test
    void startsAgainWhenItsOwnerAsksForACodeAfterItGaveUp() {
        scenario.page(1).shows(Signals.qr("a"));
        roundEnds(scenario.page(1), 1);
        scenario.page(1).shows(Signals.qr("b"));
        scenario.page(1).shows(Signals.qrExpired());
        scenario.await(SessionState.FAILED);
        var answer = CompletableFuture.supplyAsync(() -> session.refreshQr(Duration.ofSeconds(30)));

        scenario.page(2).shows(Signals.qr("c"));

        soon(answer::isDone);
        assertThat(answer.join().state()).isEqualTo(SessionState.QR_PENDING);
        assertThat(answer.join().qr().version()).isEqualTo(3);
    }

    @Test
    void refusesNewCodesForALinkedNumber() {
        scenario.page(1).shows(Signals.connected());

        assertThatThrownBy(() -> session.refreshQr(Duration.ZERO))
                .isInstanceOfSatisfying(
                        WorkerProblem.class,
                        problem -> assertThat(problem.code()).isEqualTo(WorkerErrorCode.INVALID_REQUEST));
    }
}
