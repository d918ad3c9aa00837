package io.sanasend.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerEvent;
import io.sanasend.worker.testing.ApiDouble;
import io.sanasend.worker.testing.RunningWorker;
import io.sanasend.worker.testing.SimulatedWhatsApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions from the first QR code to the last process, in real browsers. */
class LinkingIT {

    private static final String PHONE = "4915112345678";

    @TempDir
    private Path data;

    private SimulatedWhatsApp whatsApp;
    private ApiDouble api;
    private RunningWorker worker;

    @BeforeEach
    void start() {
        whatsApp = SimulatedWhatsApp.start();
        api = ApiDouble.start();
        worker = startWorker();
    }

    private RunningWorker startWorker() {
        return RunningWorker.start(whatsApp.address(), api.address(), data, Map.of());
    }

    @AfterEach
    void stop() {
        worker.close();
        api.close();
        whatsApp.close();
        assertThat(processes(data.toString())).as("processes left behind").isEmpty();
    }

    @Test
    void showsThePagesOwnQrCodeAndIsConnectedOnceItIsScanned() {
        SessionSnapshot started = worker.start("u1");
        assertThat(started.state()).isEqualTo(SessionState.QR_PENDING);
        assertThat(started.qr().payload()).startsWith("https://wa.me/settings/linked_devices#");
        assertThat(started.qr().payload().split(",")).hasSize(5);

        whatsApp.scan(started.qr().payload(), PHONE);
        SessionSnapshot connected = worker.awaitState("u1", SessionState.CONNECTED);

        assertThat(connected.phone()).isEqualTo(PHONE);
        assertThat(connected.linked()).isTrue();
        assertThat(connected.qr()).isNull();
        assertThat(connected.page().missing()).isEmpty();
        await().untilAsserted(() -> assertThat(states()).contains(SessionState.CONNECTED));
    }

    @Test
    void rotatesTheQrCodeAndAsksForMoreWhenARoundIsOver() {
        whatsApp.settings(Map.of("qr_first_seconds", 1, "qr_next_seconds", 1));

        SessionSnapshot first = worker.start("u1");
        long sixLater = first.qr().version() + 6;
        await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
            var qr = worker.snapshot("u1").qr();
            assertThat(qr).isNotNull();
            assertThat(qr.version()).isGreaterThan(sixLater);
        });

        whatsApp.settings(Map.of("qr_first_seconds", 60));
        SessionSnapshot fresh = worker.order("u1", "refresh-qr?wait=30");
        whatsApp.scan(fresh.qr().payload(), PHONE);
        worker.awaitState("u1", SessionState.CONNECTED);
    }

    @Test
    void isConnectedOnceAPairingCodeIsTypedAlsoWhenTheQrCodesAreOver() {
        whatsApp.settings(Map.of("qr_first_seconds", 2, "qr_next_seconds", 1));
        worker.start("u1");

        String code = worker.pairingCode("u1", PHONE).code();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(worker.snapshot("u1").reason().code()).isEqualTo("pairing_code_waiting"));
        whatsApp.typeCode(PHONE, code);
        SessionSnapshot connected = worker.awaitState("u1", SessionState.CONNECTED);

        assertThat(connected.phone()).isEqualTo(PHONE);
        assertThat(connected.linked()).isTrue();
    }

    @Test
    void comesBackWithoutAQrCodeAfterAStopAndAfterARestartOfTheWorker() {
        worker.link("u1", PHONE, whatsApp);

        SessionSnapshot stopped = worker.order("u1", "stop");
        assertThat(stopped.state()).isEqualTo(SessionState.DISCONNECTED);
        assertThat(stopped.linked()).isTrue();
        assertThat(browsers()).isEmpty();
        assertThat(worker.start("u1").state()).isEqualTo(SessionState.CONNECTED);

        worker.close();
        worker = startWorker();
        SessionSnapshot again = worker.start("u1");

        assertThat(again.state()).isEqualTo(SessionState.CONNECTED);
        assertThat(again.phone()).isEqualTo(PHONE);
    }

    @Test
    void startsTheBrowserAgainWhenItIsKilledAndStaysLinked() {
        worker.link("u1", PHONE, whatsApp);
        var killed = browsers();

        killed.forEach(ProcessHandle::destroyForcibly);
        await().until(() -> killed.stream().noneMatch(ProcessHandle::isAlive));
        await().untilAsserted(() -> assertThat(api.events(WorkerEvent.SessionChanged.class))
                .extracting(event -> event.snapshot().reason().code())
                .contains("browser_ended"));
        SessionSnapshot back = worker.awaitState("u1", SessionState.CONNECTED);

        assertThat(back.linked()).isTrue();
        assertThat(states()).contains(SessionState.RECONNECTING).doesNotContain(SessionState.LOGGED_OUT);
    }

    @Test
    void isReconnectingWhileTheConnectionIsCutAndConnectedOnceItIsBack() {
        worker.link("u1", PHONE, whatsApp);

        whatsApp.cut(PHONE);
        SessionSnapshot cut = worker.awaitState("u1", SessionState.RECONNECTING);
        whatsApp.restore(PHONE);

        assertThat(cut.linked()).isTrue();
        assertThat(cut.reason().code()).isEqualTo("connection_lost");
        worker.awaitState("u1", SessionState.CONNECTED);
    }

    @Test
    void isLoggedOutWithItsProfileErasedWhenThePhoneUnlinksIt() {
        worker.link("u1", PHONE, whatsApp);

        whatsApp.logout(PHONE);
        SessionSnapshot out = worker.awaitState("u1", SessionState.LOGGED_OUT);

        assertThat(out.linked()).isFalse();
        assertThat(out.reason().advice()).contains("scan a new QR code");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(browsers()).isEmpty();
            assertThat(data.resolve("sessions/u1")).doesNotExist();
        });
        assertThat(worker.start("u1").state()).isEqualTo(SessionState.QR_PENDING);
    }

    @Test
    void logsOutOnWhatsAppAndLeavesNothingBehindEvenWhenTheSessionIsStopped() throws IOException {
        worker.link("u1", PHONE, whatsApp);
        worker.order("u1", "stop");

        SessionSnapshot out = worker.order("u1", "logout");

        assertThat(out.reason().code()).isEqualTo("logged_out_by_owner");
        assertThat(whatsApp.phone(PHONE).path("linked").asBoolean()).isFalse();
        assertThat(browsers()).isEmpty();
        try (var left = Files.list(data.resolve("sessions"))) {
            assertThat(left).map(file -> file.getFileName().toString()).containsExactly("place-id");
        }
        assertThat(worker.get("/sessions/u1").status()).isEqualTo(404);
    }

    private List<SessionState> states() {
        return api.events(WorkerEvent.SessionChanged.class).stream()
                .map(event -> event.snapshot().state())
                .toList();
    }

    /** Browsers on this test's profiles. */
    private List<ProcessHandle> browsers() {
        return processes("--user-data-dir=" + data);
    }

    private static List<ProcessHandle> processes(String text) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(text))
                .toList();
    }
}
