package io.sanasend.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sanasend.model.message.Ack;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.model.wire.WorkerEvent;
import io.sanasend.worker.browser.LivePage;
import io.sanasend.worker.testing.ApiDouble;
import io.sanasend.worker.testing.RunningWorker;
import io.sanasend.worker.testing.SimulatedWhatsApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Linked numbers while the worker, its browsers or its chromedriver are killed; real processes, real browsers. */
class SurvivalIT {

    private static final Logger LOG = LoggerFactory.getLogger(SurvivalIT.class);
    private static final int SESSIONS = Integer.getInteger("survival.sessions", 3);
    private static final String FRIEND = "4915198765432";
    private static final AtomicInteger IDS = new AtomicInteger();

    @TempDir
    private Path directory;

    private Path data;
    private Path profiles;
    private SimulatedWhatsApp whatsApp;
    private ApiDouble api;
    private RunningWorker worker;

    @BeforeEach
    void link() {
        data = directory.resolve("data");
        profiles = directory.resolve("profiles");
        whatsApp = SimulatedWhatsApp.start();
        api = ApiDouble.start();
        worker = startWorker(data);
        for (int i = 1; i <= SESSIONS; i++) {
            worker.link("u" + i, phone(i), whatsApp);
        }
    }

    private RunningWorker startWorker(Path of) {
        return RunningWorker.startProcess(
                whatsApp.address(), api.address(), of, Map.of("SANASEND_PROFILES", profiles.toString()));
    }

    private static String phone(int number) {
        return "491511234%04d".formatted(number);
    }

    private static String newId() {
        return "3EB0%018X".formatted(IDS.incrementAndGet());
    }

    @AfterEach
    void stop() {
        worker.close();
        api.close();
        whatsApp.close();
        assertThat(LivePage.processes(profiles)).as("processes left behind").isEmpty();
        assertThat(processes(data.toString())).as("processes left behind").isEmpty();
    }

    @Test
    void goesOnWithTheBrowsersOfAWorkerThatWasKilled() {
        String sent = newId();
        worker.receipt(worker.send("u1", sent, FRIEND, "before"));
        Instant linked = worker.snapshot("u1").linkedAt();
        Map<String, String> loads = loads();

        worker.kill();
        whatsApp.write(FRIEND, phone(1), "while nobody listens");
        whatsApp.read(FRIEND, sent);
        restart("killed worker");

        assertThat(loads()).isEqualTo(loads);
        assertThat(worker.snapshot("u1").linkedAt()).isEqualTo(linked);
        await().untilAsserted(() -> assertThat(api.events(WorkerEvent.MessageReceived.class))
                .extracting(event -> event.message().body())
                .contains("while nobody listens"));
        await().untilAsserted(() -> assertThat(api.events(WorkerEvent.MessageAcked.class))
                .anyMatch(event -> event.waMessageId().equals(sent) && event.ack() == Ack.READ));
        everySessionSends();
        assertThat(reasons()).contains("worker_restarted").doesNotContain("browser_ended", "restoring", "starting");
    }

    @Test
    void goesOnWithTheBrowsersOfAWorkerThatWasAskedToEndAndHearsTheirReloads() {
        Map<String, String> loads = loads();

        worker.leave();
        assertThat(LivePage.processes(profiles)).isNotEmpty();
        restart("planned restart");
        assertThat(loads()).isEqualTo(loads);
        worker.kill();
        restart("and again");
        assertThat(loads()).isEqualTo(loads);

        whatsApp.logout(phone(1));
        SessionSnapshot out = worker.awaitState("u1", SessionState.LOGGED_OUT);
        assertThat(out.reason().code()).isEqualTo("user_initiated");

        worker.kill();
        whatsApp.logout(phone(2));
        await().until(() -> !LivePage.loadedAt(profiles.resolve("u2")).equals(loads.get("u2")));
        worker = startWorker(data);
        assertThat(worker.awaitState("u2", SessionState.LOGGED_OUT).reason().code())
                .as("reason of a logout that nobody heard: the page's address has its number")
                .isEqualTo("logout_reason_1");
    }

    @Test
    void startsTheBrowsersAgainWhenTheyWereKilledWithTheWorker() {
        worker.order("u2", "stop");
        worker.kill();
        LivePage.processes(profiles).forEach(SurvivalIT::kill);
        whatsApp.write(FRIEND, phone(1), "while nothing runs");

        long begun = System.nanoTime();
        worker = startWorker(data);
        worker.start("u2");
        awaitConnected(begun, "killed worker and browsers");

        await().untilAsserted(() -> assertThat(api.events(WorkerEvent.MessageReceived.class))
                .extracting(event -> event.message().body())
                .contains("while nothing runs"));
        everySessionSends();
    }

    @Test
    void replacesABrowserThatDoesNotAnswerAnyMoreAndGoesOnWithTheOthers() throws IOException, InterruptedException {
        Map<String, String> loads = loads();
        worker.kill();
        for (long pid : LivePage.processes(profiles.resolve("u1"))) {
            new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();
        }

        restart("killed worker, one browser hangs");

        Map<String, String> now = loads();
        assertThat(now.get("u1")).isNotEqualTo(loads.get("u1"));
        assertThat(now.get("u2")).isEqualTo(loads.get("u2"));
        everySessionSends();
    }

    @Test
    void attachesAgainWhenChromedriverIsKilledAndTheStateStays() {
        Map<String, String> loads = loads();
        everySessionSends();
        int changes = api.events(WorkerEvent.SessionChanged.class).size();

        processes("--log-path=" + data).forEach(SurvivalIT::kill);

        everySessionSends();
        assertThat(loads()).isEqualTo(loads);
        assertThat(api.events(WorkerEvent.SessionChanged.class)).hasSize(changes);
    }

    @Test
    void aSendThatWasUnderWayIsFinishedOnceAndFound() {
        String id = newId();
        whatsApp.settings(Map.of("latency_ms", 4000));
        Thread sending = Thread.startVirtualThread(() -> {
            try {
                worker.send("u1", id, FRIEND, "once");
            } catch (UncheckedIOException e) {
                LOG.info("the worker was killed in the middle of the send");
            }
        });
        await().pollDelay(Duration.ofSeconds(1)).until(sending::isAlive);

        worker.kill();
        restart("killed in a send");
        var again = worker.receipt(worker.send("u1", id, FRIEND, "once"));

        assertThat(again.ack()).isGreaterThanOrEqualTo(Ack.SERVER);
        assertThat(worker.receipt(worker.get("/sessions/u1/messages/" + id + "?fence=1"))
                        .ack())
                .isGreaterThanOrEqualTo(Ack.SERVER);
        assertThat(whatsApp.message(FRIEND, id).path("body").asText()).isEqualTo("once");
    }

    @Test
    void aChromedriverThatHangsIsReplaced() throws IOException, InterruptedException {
        everySessionSends();
        for (long pid : processes("--log-path=" + data)) {
            new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();
        }
        Map<String, String> loads = loads();

        await().atMost(Duration.ofMinutes(2))
                .until(() -> worker.send("u1", newId(), FRIEND, "hello").status() == 200);

        everySessionSends();
        assertThat(loads()).isEqualTo(loads);
    }

    @Test
    void aSecondWorkerOfThePlaceHasASessionOnlyOnceTheFirstIsGone() {
        Map<String, String> loads = loads();
        try (var other = startWorker(directory.resolve("other"))) {
            var refused = other.put("/sessions/u1");
            assertThat(other.error(refused).code()).isEqualTo(WorkerErrorCode.SESSION_HELD);

            worker.kill();
            assertThat(other.start("u1").state()).isEqualTo(SessionState.CONNECTED);
            assertThat(LivePage.loadedAt(profiles.resolve("u1"))).isEqualTo(loads.get("u1"));

            worker = startWorker(data);
            assertThat(worker.get("/sessions/u1").status()).isEqualTo(404);
            worker.awaitState("u2", SessionState.CONNECTED);
        }
    }

    @Test
    void leavesNoProcessWhenItIsDrainedAndStartsNone() {
        worker.drain();

        assertThat(LivePage.processes(profiles)).isEmpty();
        assertThat(worker.error(worker.put("/sessions/u1")).code()).isEqualTo(WorkerErrorCode.CAPACITY_EXHAUSTED);
        worker.leave();
        restart("drained worker");
    }

    private void restart(String after) {
        long begun = System.nanoTime();
        worker = startWorker(data);
        awaitConnected(begun, after);
    }

    private void awaitConnected(long begun, String after) {
        IntStream.rangeClosed(1, SESSIONS).forEach(i -> worker.awaitState("u" + i, SessionState.CONNECTED));
        LOG.info("{}: {} sessions connected after {} ms", after, SESSIONS, (System.nanoTime() - begun) / 1_000_000);
    }

    private void everySessionSends() {
        for (int i = 1; i <= SESSIONS; i++) {
            String id = newId();
            assertThat(worker.receipt(worker.send("u" + i, id, FRIEND, "hello")).ack())
                    .isGreaterThanOrEqualTo(Ack.SERVER);
        }
    }

    private Map<String, String> loads() {
        var loads = new LinkedHashMap<String, String>();
        for (int i = 1; i <= SESSIONS; i++) {
            loads.put("u" + i, LivePage.loadedAt(profiles.resolve("u" + i)));
        }
        return loads;
    }

    private List<String> reasons() {
        return api.events(WorkerEvent.SessionChanged.class).stream()
                .dropWhile(event -> !event.snapshot().reason().code().equals("worker_restarted"))
                .map(event -> event.snapshot().reason().code())
                .toList();
    }

    private static List<Long> processes(String text) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(text))
                .map(ProcessHandle::pid)
                .toList();
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        await().until(() -> ProcessHandle.of(pid).isEmpty());
    }
}
