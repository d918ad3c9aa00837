package io.sanasend.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.model.message.Ack;
import io.sanasend.model.session.SessionId;
import io.sanasend.worker.http.RunningServer.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every route: the secret, the form of an error; and the health of the worker. */
class WorkerServerTest {

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

    @ParameterizedTest
    @CsvSource(textBlock = """
            GET,  /ready
            GET,  /sessions
            GET,  /sessions/u1
            PUT,  /sessions/u1
            POST, /sessions/u1/stop
            POST, /sessions/u1/logout
            POST, /sessions/u1/refresh-qr
            POST, /sessions/u1/pairing-code
            POST, /sessions/u1/messages
            GET,  /sessions/u1/messages/3EB0000000000000000000
            GET,  /sessions/u1/numbers/4915112345678
            GET,  /no/such/path
            """)
    void nothingButHealthIsAnsweredWithoutTheSecret(String method, String path) {
        Answer without = worker.answer(worker.anonymous(path).method(method, BodyPublishers.noBody()));
        Answer wrong = worker.answer(worker.anonymous(path)
                .header("X-Sanasend-Secret", RunningServer.SECRET + "x")
                .method(method, BodyPublishers.noBody()));

        assertThat(without.status()).isEqualTo(401);
        assertThat(without.code()).isEqualTo("UNAUTHENTICATED");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(worker.pages.attempts()).isZero();
    }

    @Test
    void healthIsOpenToAnyone() {
        Answer health = worker.answer(worker.anonymous("/health").GET());

        assertThat(health.status()).isEqualTo(200);
        assertThat(health.body().path("status").asText()).isEqualTo("up");
        assertThat(health.body().path("reason").isNull()).isTrue();
        assertThat(health.body().path("bootId").asText()).isEqualTo("boot");
        assertThat(health.body().path("sessions").asInt()).isZero();
        assertThat(health.body().path("capacity").asInt()).isEqualTo(2);
    }

    @Test
    void everyAnswerNamesTheRunOfTheWorker() {
        assertThat(worker.get("/health").boot()).isEqualTo("boot");
        assertThat(worker.put("/sessions/u1").boot()).isEqualTo("boot");
        assertThat(worker.get("/sessions").boot()).isEqualTo("boot");
        assertThat(worker.post("/sessions/u9/stop").boot()).isEqualTo("boot");
        assertThat(worker.get("/no/such/path").boot()).isEqualTo("boot");
    }

    @Test
    void itIsNotReadyWhenNoFurtherBrowserCanBeStarted() {
        worker.put("/sessions/u1");
        assertThat(worker.get("/ready").status()).isEqualTo(200);

        worker.put("/sessions/u2");

        Answer full = worker.get("/ready");
        assertThat(full.status()).isEqualTo(503);
        assertThat(full.body().path("sessions").asInt()).isEqualTo(2);
    }

    @Test
    void itIsDegradedWhenItsEventsAreNotTaken() {
        for (int i = 0; i < 100; i++) {
            worker.spool.acked(SessionId.first(1), "M" + i, Ack.SERVER);
        }

        assertThat(worker.get("/health").body().path("status").asText()).isEqualTo("degraded");
        assertThat(worker.get("/health").body().path("reason").asText()).contains("the api does not take the events");
        assertThat(worker.get("/health").body().path("pendingEvents").asInt()).isEqualTo(100);
        assertThat(worker.get("/ready").status()).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource({"GET,/", "GET,/no/such/path", "DELETE,/sessions/u1", "POST,/sessions", "PUT,/sessions/u1/messages"})
    void anUnknownPathOrMethodIsNotFound(String method, String path) {
        Answer answer = worker.answer(worker.request(path).method(method, BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("NOT_FOUND");
        assertThat(answer.type()).startsWith("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "u0", "u01", "u1-0", "u1-2-3", "U1", "..%2Fu1", "u1%2F..", "u1%20"})
    void anInvalidSessionIdIsRefused(String id) {
        Answer answer = worker.put("/sessions/" + id);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("INVALID_REQUEST");
        assertThat(answer.message()).startsWith("session id: ");
        assertThat(worker.pages.attempts()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "61", "1.5", "ten", "", "99999999999999999999"})
    void anInvalidWaitIsRefused(String wait) {
        Answer answer = worker.put("/sessions/u1?wait=" + wait);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.message()).isEqualTo("wait: a whole number from 0 to 60");
        assertThat(worker.pages.attempts()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "3eb0000000000000000000", "3EB0", "3EB00000000000000000000", "true_1@c.us_3EB0"})
    void anInvalidMessageIdIsRefused(String id) {
        worker.connect();

        Answer answer = worker.get("/sessions/u1/messages/" + id + "?fence=1");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.message()).startsWith("message id: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", ""})
    void anInvalidFenceIsRefused(String fence) {
        worker.connect();

        Answer answer = worker.get("/sessions/u1/messages/3EB0000000000000000000?fence=" + fence);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.message()).startsWith("fence: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+4915112345678", "0151", "12345", "1234567890123456", "49x", "me@c.us"})
    void anInvalidPhoneIsRefusedAndNotQuoted(String phone) {
        worker.connect();

        Answer answer = worker.get("/sessions/u1/numbers/" + phone);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.message()).startsWith("phone: ").doesNotContain(phone);
    }
}
