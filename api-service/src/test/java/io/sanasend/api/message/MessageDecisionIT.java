package io.sanasend.api.message;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.sanasend.api.media.MediaStore;
import io.sanasend.api.security.Scope;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Replies;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.message.Ack;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class MessageDecisionIT {

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    EntityManager database;

    @Inject
    MediaStore media;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "cancel/"})
    void cancelsAMessageThatWaits(String path) {
        Number number = away();
        int id = queue(number, "first");
        int next = queue(number, "second");

        decide(number, id, path)
                .statusCode(200)
                .body("data.id", equalTo(id))
                .body("data.status", equalTo("cancelled"))
                .body("data.error_code", equalTo("MESSAGE_CANCELLED"))
                .body("data.attempts", equalTo(0));

        numbers.enter(events, number, SessionState.CONNECTED);
        awaitStatus(number, next, "sent");
        assertThat(worker.handed(number.sessionId())).hasSize(1);
        assertThat(history(number, id)).containsExactly("queued", "cancelled");
        decide(number, id, path).statusCode(409).body("error_code", equalTo("MESSAGE_NOT_CANCELLABLE"));
    }

    @Test
    void doesNotCancelWhatWasAttempted() {
        Number number = numbers.linked(events);
        int sent = send(number, "gone").statusCode(200).extract().path("data.dbId");
        worker.onSend(number.sessionId(), request -> Replies.error(WorkerErrorCode.RESULT_UNKNOWN));
        worker.onLookUp(number.sessionId(), id -> Replies.error(WorkerErrorCode.SESSION_NOT_CONNECTED));
        int open = async(number, "open").statusCode(202).extract().path("data.dbId");
        awaitStatus(number, open, "sending");

        for (int id : List.of(sent, open)) {
            decide(number, id, "cancel")
                    .statusCode(409)
                    .contentType("application/problem+json")
                    .body("error_code", equalTo("MESSAGE_NOT_CANCELLABLE"));
        }

        assertThat(history(number, sent)).containsExactly("queued", "sending", "sent");
        assertThat(history(number, open)).containsExactly("queued", "sending");
    }

    @Test
    void tellsTheSenderThatWaits() {
        Number number = away();
        CompletableFuture<Response> waiting = CompletableFuture.supplyAsync(() -> number.tenant()
                .call()
                .header("Prefer", "wait=25")
                .body(Map.of("recipient", "+4915112345678", "message", "wait"))
                .post("/api/v1/messages/send-text/"));
        Awaitility.await().until(() -> ids(number).size() == 1);
        int id = ids(number).getFirst();

        decide(number, id, "cancel").statusCode(200);

        assertThat(waiting)
                .succeedsWithin(Duration.ofSeconds(10))
                .extracting(answer -> answer.then()
                        .statusCode(422)
                        .body("error_code", equalTo("MESSAGE_CANCELLED"))
                        .extract()
                        .<Integer>path("dbId"))
                .isEqualTo(id);
    }

    @Test
    void eitherCancelsOrSendsWhenBothComeAtOnce() {
        Number number = away();
        int cancelled = 0;
        for (int round = 0; round < 15; round++) {
            int id = queue(number, "round " + round);
            int behind = queue(number, "behind " + round);
            CompletableFuture<Void> connected =
                    CompletableFuture.runAsync(() -> numbers.enter(events, number, SessionState.CONNECTED));
            int answer = decide(number, id, "cancel").extract().statusCode();
            connected.join();

            assertThat(answer).isIn(200, 409);
            awaitStatus(number, behind, "sent");
            awaitStatus(number, id, answer == 200 ? "cancelled" : "sent");
            cancelled += answer == 200 ? 1 : 0;
            numbers.enter(events, number, SessionState.RECONNECTING);
        }
        assertThat(worker.handed(number.sessionId())).hasSize(30 - cancelled);
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "retry/"})
    void triesAFailedMessageAnewUnderTheSameIds(String path) {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> Replies.error(WorkerErrorCode.RECIPIENT_NOT_ON_WHATSAPP));
        int id = send(number, "again").statusCode(422).extract().path("dbId");
        worker.onSend(number.sessionId(), Replies::taken);

        decide(number, id, path).statusCode(200).body("data.id", equalTo(id)).body("data.error_code", nullValue());

        awaitStatus(number, id, "sent");
        List<WaMessageId> handed = worker.handed(number.sessionId()).stream()
                .map(one -> one.request().waMessageId())
                .toList();
        assertThat(handed).hasSize(2);
        assertThat(handed.getFirst()).isEqualTo(handed.getLast());
        assertThat(worker.calls(number.sessionId()))
                .endsWith(
                        "GET /sessions/" + number.sessionId() + "/messages/" + handed.getFirst(),
                        "POST /sessions/" + number.sessionId() + "/messages");
        assertThat(history(number, id)).containsExactly("queued", "sending", "failed", "queued", "sending", "sent");
        decide(number, id, path).statusCode(409).body("error_code", equalTo("MESSAGE_NOT_RETRYABLE"));
    }

    @Test
    void doesNotSendAnewWhatWentOutAfterAll() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> Replies.error(WorkerErrorCode.MESSAGE_REFUSED));
        int id = send(number, "once").statusCode(422).extract().path("dbId");
        worker.onLookUp(
                number.sessionId(),
                waId -> Replies.receipt(
                        waId,
                        worker.handed(number.sessionId()).getFirst().request().recipient(),
                        Ack.READ));

        decide(number, id, "retry").statusCode(200);

        awaitStatus(number, id, "read");
        assertThat(worker.handed(number.sessionId())).hasSize(1);
    }

    @Test
    void triesAnExpiredMessageAnew() {
        Number number = away();
        int id = queue(number, "late");
        execute("UPDATE messages SET status = 'expired' WHERE id = " + id);

        decide(number, id, "retry").statusCode(200).body("data.status", equalTo("queued"));

        numbers.enter(events, number, SessionState.CONNECTED);
        awaitStatus(number, id, "sent");
    }

    @Test
    void retriesNothingThatDidNotFail() {
        Number number = away();
        int queued = queue(number, "queued");
        int cancelled = queue(number, "cancelled");
        decide(number, cancelled, "cancel").statusCode(200);

        for (int id : List.of(queued, cancelled)) {
            decide(number, id, "retry")
                    .statusCode(409)
                    .contentType("application/problem+json")
                    .body("error_code", equalTo("MESSAGE_NOT_RETRYABLE"));
        }

        assertThat(history(number, cancelled)).containsExactly("queued", "cancelled");
    }

    @Test
    void retriesNothingFromASessionThatCannotSend() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> Replies.error(WorkerErrorCode.MESSAGE_REFUSED));
        int id = send(number, "x").statusCode(422).extract().path("dbId");
        numbers.enter(events, number, SessionState.DISCONNECTED);

        decide(number, id, "retry").statusCode(409).body("error_code", equalTo("SESSION_NOT_CONNECTED"));
        number.tenant()
                .bare()
                .delete("/api/v1/sessions/delete/" + number.id() + "/")
                .then()
                .statusCode(200);
        decide(number, id, "retry")
                .statusCode(409)
                .body("error_code", equalTo("MESSAGE_NOT_RETRYABLE"))
                .body("detail", containsString("session was deleted"));

        assertThat(history(number, id)).containsExactly("queued", "sending", "failed");
    }

    @Test
    void retriesNothingWhoseFileIsGone() throws IOException {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> Replies.error(WorkerErrorCode.MESSAGE_REFUSED));
        int id = number.tenant()
                .bare()
                .multiPart("recipient", "+4915112345678")
                .multiPart("media_type", "file")
                .multiPart("file", "a.txt", "text".getBytes(StandardCharsets.UTF_8), "text/plain")
                .post("/api/v1/messages/send-media/")
                .then()
                .statusCode(422)
                .extract()
                .path("dbId");
        Files.delete(media.path(mediaKey(id)));

        decide(number, id, "retry").statusCode(409).body("error_code", equalTo("MESSAGE_NOT_RETRYABLE"));
        execute("UPDATE messages SET media_key = NULL WHERE id = " + id);
        decide(number, id, "retry").statusCode(409).body("error_code", equalTo("MESSAGE_NOT_RETRYABLE"));

        assertThat(history(number, id)).containsExactly("queued", "sending", "failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "retry"})
    void isForTheOwnerWithTheScopeOnly(String action) {
        Number number = away();
        int id = queue(number, "mine");
        TestCallers.Tenant other = TestCallers.newTenant();

        decide(other.bare(), id, action).statusCode(404).body("error_code", equalTo("MESSAGE_NOT_FOUND"));
        decide(withKey(other.newKey()), id, action).statusCode(404).body("error_code", equalTo("MESSAGE_NOT_FOUND"));
        decide(number.tenant().bare(), 999_999_999, action).statusCode(404);
        decide(given(), id, action).statusCode(401);
        decide(withKey(keyFor(number, Scope.MESSAGES_READ)), id, action)
                .statusCode(403)
                .body("error_code", equalTo("PERMISSION_DENIED"));
        int expected = action.equals("cancel") ? 200 : 409;
        decide(withKey(keyFor(number, Scope.MESSAGES_SEND)), id, action).statusCode(expected);
    }

    private Number away() {
        Number number = numbers.linked(events);
        numbers.enter(events, number, SessionState.RECONNECTING);
        return number;
    }

    private static String keyFor(Number number, String scope) {
        return number.tenant()
                .call()
                .body(Map.of("name", scope, "scopes", List.of(scope)))
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(201)
                .extract()
                .path("data.key");
    }

    private static RequestSpecification withKey(String key) {
        return given().header("X-Api-Key", key);
    }

    private static ValidatableResponse decide(Number number, int id, String action) {
        return decide(number.tenant().bare(), id, action);
    }

    private static ValidatableResponse decide(RequestSpecification caller, int id, String action) {
        return caller.post("/api/v1/messages/" + id + "/" + action).then();
    }

    private static int queue(Number number, String text) {
        return async(number, text).statusCode(202).extract().path("data.dbId");
    }

    private static ValidatableResponse async(Number number, String text) {
        return request(number, text)
                .header("Prefer", "respond-async")
                .post("/api/v1/messages/send-text/")
                .then();
    }

    private static ValidatableResponse send(Number number, String text) {
        return request(number, text).post("/api/v1/messages/send-text/").then();
    }

    private static RequestSpecification request(Number number, String text) {
        return number.tenant().call().body(Map.of("recipient", "+4915112345678", "message", text));
    }

    private static List<Integer> ids(Number number) {
        return number.tenant().bare().get("/api/v1/messages/list/").jsonPath().getList("results.id", Integer.class);
    }

    private static List<String> history(Number number, int id) {
        return number.tenant().message(id).getList("data.history.status", String.class);
    }

    private static void awaitStatus(Number number, int id, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> number.tenant().message(id).getString("data.status"), status::equals);
    }

    private String mediaKey(int id) {
        return (String) QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("SELECT media_key FROM messages WHERE id = " + id, String.class)
                        .getSingleResult());
    }

    private void execute(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }
}
