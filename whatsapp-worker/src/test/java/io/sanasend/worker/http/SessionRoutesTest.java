package io.sanasend.worker.http;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.worker.http.RunningServer.Answer;
import io.sanasend.worker.testing.FakeWhatsAppPage;
import io.sanasend.worker.testing.Signals;
import io.sanasend.worker.whatsapp.LookupOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionRoutesTest {

    @TempDir
    Path directory;

    private RunningServer worker;

    @BeforeEach
    void start() throws IOException {
        worker = RunningServer.on(directory);
    }

    @AfterEach
    void close() {
        worker.close();
    }

    private static String state(Answer answer) {
        return answer.body().path("state").asText();
    }

    @Test
    void aStartAnswersAtOnceAndIsIdempotent() {
        Answer first = worker.put("/sessions/u1");
        Answer second = worker.put("/sessions/u1");

        assertThat(first.status()).isEqualTo(200);
        assertThat(state(first)).isEqualTo("initializing");
        assertThat(second.body().path("id").asText()).isEqualTo("u1");
        worker.pages.page(1);
        assertThat(worker.pages.attempts()).isEqualTo(1);
    }

    @Test
    void aStartCanWaitForTheCode() {
        var answer = CompletableFuture.supplyAsync(() -> worker.put("/sessions/u1?wait=30"));
        worker.pages.page(1).shows(Signals.qr("the-code"));

        soon(answer::isDone);
        assertThat(state(answer.join())).isEqualTo("qr_pending");
        assertThat(answer.join().body().path("qr").path("payload").asText()).isEqualTo("the-code");
        assertThat(answer.join().body().path("qr").path("expiresAt").asText()).isEqualTo("2026-01-01T00:01:00Z");
    }

    @Test
    void noMoreThanTheCapacityIsStarted() {
        worker.put("/sessions/u1");
        worker.put("/sessions/u2");

        Answer refused = worker.put("/sessions/u3");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("CAPACITY_EXHAUSTED");
    }

    @Test
    void allSessionsAreListed() {
        assertThat(worker.get("/sessions").text()).isEqualTo("[]");
        worker.put("/sessions/u1");
        worker.put("/sessions/u1-2");

        assertThat(worker.get("/sessions").body())
                .extracting(snapshot -> snapshot.path("id").asText())
                .containsExactlyInAnyOrder("u1", "u1-2");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/sessions/u9",
        "POST,/sessions/u9/stop",
        "POST,/sessions/u9/refresh-qr",
        "POST,/sessions/u9/pairing-code"
    })
    void anUnknownSessionIsNotFound(String method, String path) {
        Answer answer = method.equals("GET") ? worker.get(path) : worker.post(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("SESSION_NOT_FOUND");
    }

    @Test
    void aStopKeepsTheLink() {
        worker.connect();

        Answer stopped = worker.post("/sessions/u1/stop");

        assertThat(state(stopped)).isEqualTo("disconnected");
        assertThat(stopped.body().path("linked").asBoolean()).isTrue();
        assertThat(state(worker.get("/sessions/u1"))).isEqualTo("disconnected");
        assertThat(worker.pages.alive()).isZero();
    }

    @Test
    void aLogoutErasesAndForgets() {
        FakeWhatsAppPage page = worker.connect();
        page.whenLoggingOut(
                () -> Thread.startVirtualThread(() -> page.shows(Signals.landedAfterLogout("user_initiated"))));

        Answer out = worker.post("/sessions/u1/logout");

        assertThat(state(out)).isEqualTo("logged_out");
        assertThat(out.body().path("reason").path("code").asText()).isEqualTo("logged_out_by_owner");
        assertThat(directory.resolve("sessions/u1")).doesNotExist();
        assertThat(worker.get("/sessions/u1").status()).isEqualTo(404);
    }

    @Test
    void aLogoutOfWhatWasNeverThereIsFine() {
        Answer out = worker.post("/sessions/u9/logout");

        assertThat(out.status()).isEqualTo(200);
        assertThat(state(out)).isEqualTo("logged_out");
        assertThat(directory.resolve("sessions/u9")).doesNotExist();
    }

    @Test
    void aRefreshAnswersWithTheNextCode() {
        worker.put("/sessions/u1");
        FakeWhatsAppPage page = worker.pages.page(1);
        page.shows(Signals.qr("a"));
        var answer = CompletableFuture.supplyAsync(() -> worker.post("/sessions/u1/refresh-qr?wait=30"));
        soon(() -> page.count("refreshQr") == 1);
        page.shows(Signals.qr("b"));

        soon(answer::isDone);
        assertThat(answer.join().body().path("qr").path("version").asInt()).isEqualTo(2);
    }

    @Test
    void aRefreshOfALinkedNumberIsRefused() {
        worker.connect();

        Answer refused = worker.post("/sessions/u1/refresh-qr");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.message()).contains("log out");
    }

    @Test
    void aPairingCodeIsAskedForAndSaysWhenItIsOver() {
        worker.put("/sessions/u1");
        FakeWhatsAppPage page = worker.pages.page(1);
        page.shows(Signals.qr("a"));
        page.answersPairing(phone -> new LookupOutcome.Found<>("C" + phone.length()));

        Answer code = worker.postJson("/sessions/u1/pairing-code", "{\"phone\": \"4915112345678\"}");

        assertThat(code.status()).isEqualTo(200);
        assertThat(code.body().path("code").asText()).isEqualTo("C13");
        assertThat(code.body().path("expiresAt").asText()).isEqualTo("2026-01-01T00:03:00Z");
    }

    @Test
    void aLinkedNumberGetsNoPairingCode() {
        FakeWhatsAppPage page = worker.connect();

        Answer refused = worker.postJson("/sessions/u1/pairing-code", "{\"phone\": \"4915112345678\"}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
        assertThat(page.count("pairingCode")).isZero();
    }

    @Test
    void aPageThatIsStillLoadingGivesNoPairingCode() {
        worker.put("/sessions/u1");
        worker.pages.page(1);

        Answer refused = worker.postJson("/sessions/u1/pairing-code", "{\"phone\": \"4915112345678\"}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("SESSION_NOT_CONNECTED");
    }

    @Test
    void aPairingCodeThatWhatsAppDoesNotGiveIsNoSuccess() {
        worker.put("/sessions/u1");
        FakeWhatsAppPage page = worker.pages.page(1);
        page.shows(Signals.qr("a"));
        page.answersPairing(_ -> new LookupOutcome.Unanswered<>("the page did not answer within 20 s"));

        Answer failed = worker.postJson("/sessions/u1/pairing-code", "{\"phone\": \"4915112345678\"}");

        assertThat(failed.status()).isEqualTo(504);
        assertThat(failed.code()).isEqualTo("RESULT_UNKNOWN");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"phone": "+4915112345678"}          | 422
            {"phone": "120363041234567890@g.us"} | 422
            {}                                   | 422
            null                                 | 422
            {"phone":                            | 400
            """)
    void aPairingCodeNeedsAPhone(String body, int status) {
        worker.put("/sessions/u1");
        FakeWhatsAppPage page = worker.pages.page(1);
        page.shows(Signals.qr("a"));

        Answer refused = worker.postJson("/sessions/u1/pairing-code", body);

        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.message()).doesNotContain("15112345678");
        assertThat(page.count("pairingCode")).isZero();
    }
}
