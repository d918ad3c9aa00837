package io.sanasend.worker.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sanasend.model.message.Recipient;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.PairingCode;
import io.sanasend.model.wire.PairingRequest;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.worker.testing.Signals;
import io.sanasend.worker.whatsapp.LookupOutcome;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Linking by a code that is typed on the phone. */
class SessionPairingTest {

    private static final PairingRequest PHONE = new PairingRequest(new Recipient("4915112345678"));

    @TempDir
    Path directory;

    private SessionScenario scenario;

    @BeforeEach
    void start() {
        scenario = SessionScenario.unlinked(directory);
        scenario.session.start();
    }

    @AfterEach
    void close() {
        scenario.close();
    }

    @Test
    void givesACodeWhileAQrCodeIsShown() {
        scenario.page(1).shows(Signals.qr("a"));

        LookupOutcome<PairingCode> code = scenario.session.pairingCode(PHONE);

        assertThat(code)
                .isEqualTo(new LookupOutcome.Found<>(
                        new PairingCode("ABCD1234", scenario.clock.instant().plus(Duration.ofMinutes(3)))));
    }

    @Test
    void leavesThePageAloneUntilTheCodeIsOver() {
        scenario.page(1).shows(Signals.qr("a"));
        scenario.session.pairingCode(PHONE);

        scenario.clock.advance(Duration.ofSeconds(160));
        scenario.page(1).shows(Signals.qrExpired());
        scenario.pass(Duration.ofSeconds(10));

        assertThat(scenario.now().state()).isEqualTo(SessionState.QR_PENDING);
        assertThat(scenario.reason()).isEqualTo("pairing_code_waiting");
        assertThat(scenario.now().qr()).isNull();
        assertThat(scenario.page(1).orders()).doesNotContain("refreshQr", "reload");
    }

    @Test
    void showsQrCodesAgainOnceTheCodeIsOver() {
        scenario.page(1).shows(Signals.qr("a"));
        scenario.session.pairingCode(PHONE);
        scenario.clock.advance(Duration.ofSeconds(160));
        scenario.page(1).shows(Signals.qrExpired());

        scenario.pass(Duration.ofSeconds(21));
        scenario.awaitOrder(scenario.page(1), "reload");
        scenario.page(1).shows(Signals.qr("b"));

        assertThat(scenario.reason()).isEqualTo("qr_waiting");
        assertThat(scenario.now().qr()).isNotNull();
    }

    @Test
    void connectsOnceTheCodeIsTyped() {
        scenario.page(1).shows(Signals.qr("a"));
        scenario.session.pairingCode(PHONE);

        scenario.page(1).shows(Signals.pairing());
        scenario.page(1).shows(Signals.connected());

        assertThat(scenario.now().state()).isEqualTo(SessionState.CONNECTED);
        assertThatThrownBy(() -> scenario.session.pairingCode(PHONE))
                .isInstanceOfSatisfying(
                        WorkerProblem.class,
                        problem -> assertThat(problem.code()).isEqualTo(WorkerErrorCode.INVALID_REQUEST));
    }
}
