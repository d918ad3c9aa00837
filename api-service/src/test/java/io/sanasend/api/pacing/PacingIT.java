package io.sanasend.api.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Replies;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ApiTest
class PacingIT {

    private static final String KNOWN = "+4915112345678";
    private static final String STRANGER = "+4915112345679";

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void aNumberKeepsTheInstallationsPaceUntilItHasItsOwn() {
        Number number = numbers.linked(events);

        pacing(number).body("data.own", equalTo(false)).body("data.interval_seconds", equalTo(3));
        set(number, Map.of("enabled", true, "interval_seconds", 1.5, "per_minute", 7))
                .statusCode(200)
                .body("data.own", equalTo(true))
                .body("data.interval_seconds", equalTo(1.5f))
                .body("data.per_minute", equalTo(7))
                .body("data.per_hour", equalTo(300));
        number.tenant()
                .bare()
                .delete(path(number))
                .then()
                .statusCode(200)
                .body("data.own", equalTo(false))
                .body("data.per_minute", equalTo(15));
    }

    @ParameterizedTest
    @CsvSource({
        "interval_seconds, -1",
        "interval_seconds, 3601",
        "jitter, 0.95",
        "per_minute, 0",
        "per_hour, 0",
        "new_recipients_per_day, -1"
    })
    void aPaceOutOfBoundsIsRefusedByName(String field, double value) {
        Number number = numbers.linked(events);

        set(number, Map.of(field, value)).statusCode(422).body("errors." + field, notNullValue());
        pacing(number).body("data.own", equalTo(false));
    }

    @Test
    void anotherTenantsNumberIsNotThere() {
        Number number = numbers.linked(events);
        TestCallers.Tenant stranger = TestCallers.newTenant();

        stranger.bare().get(path(number)).then().statusCode(404);
        stranger.call().body(Map.of("per_minute", 1)).put(path(number)).then().statusCode(404);
        stranger.bare().delete(path(number)).then().statusCode(404);
        pacing(number).body("data.own", equalTo(false));
    }

    @Test
    void theIntervalHoldsTheNextMessageAndSaysSo() {
        Number number = numbers.linked(events);
        paced(number, Map.of("interval_seconds", 3000, "jitter", 0));

        send(number, KNOWN);
        int second = accept(number, KNOWN);

        awaitRest(number, "interval");
        assertThat(status(number, second)).isEqualTo("queued");
        JsonPath state = state(number);
        assertThat(state.getInt("data.sent_last_minute")).isEqualTo(1);
        assertThat(state.getInt("data.queued")).isEqualTo(1);
        assertThat(Instant.parse(state.getString("data.rests_until")))
                .isBetween(Instant.now().plusSeconds(2900), Instant.now().plusSeconds(3000));
    }

    @Test
    void anotherPaceCountsForAMessageThatWaitsAlready() {
        Number number = numbers.linked(events);
        paced(number, Map.of("interval_seconds", 3000));
        send(number, KNOWN);
        int second = accept(number, KNOWN);
        awaitRest(number, "interval");

        set(number, Map.of("enabled", false)).statusCode(200);

        awaitStatus(number, second, "sent");
        pacing(number).body("data.rests_for", nullValue());
    }

    @Test
    void theIntervalEndsByItself() {
        Number number = numbers.linked(events);
        paced(number, Map.of("interval_seconds", 0.4, "jitter", 0));

        Instant begun = Instant.now();
        List<Integer> all = List.of(accept(number, KNOWN), accept(number, KNOWN), accept(number, KNOWN));

        all.forEach(id -> awaitStatus(number, id, "sent"));
        assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofMillis(800));
    }

    @Test
    void aMinuteTakesNoMoreMessagesThanAllowed() {
        Number number = numbers.linked(events);
        paced(number, Map.of("interval_seconds", 0, "per_minute", 2));

        send(number, KNOWN);
        send(number, KNOWN);
        int third = accept(number, KNOWN);

        awaitRest(number, "per_minute");
        assertThat(status(number, third)).isEqualTo("queued");
    }

    @Test
    void aStrangerBeyondTheBudgetWaitsAndEverythingBehindItInOrder() {
        Number number = numbers.linked(events);
        paced(number, Map.of("interval_seconds", 0, "new_recipients_per_day", 1));
        send(number, KNOWN);
        send(number, KNOWN);

        int stranger = accept(number, STRANGER);
        int behind = accept(number, KNOWN);
        Awaitility.await().until(() -> state(number).getString("data.new_recipients_from") != null);

        assertThat(worker.handed(number.sessionId())).hasSize(2);
        assertThat(status(number, stranger)).isEqualTo("queued");
        assertThat(status(number, behind)).isEqualTo("queued");

        paced(number, Map.of("interval_seconds", 0, "new_recipients_per_day", 2));
        awaitStatus(number, behind, "sent");
        assertThat(status(number, stranger)).isEqualTo("sent");
        assertThat(worker.handed(number.sessionId())).hasSize(4);
    }

    @Test
    void aPaceDoesNotHoldTheSecondAttemptOfAMessage() {
        Number number = numbers.linked(events);
        paced(number, Map.of("interval_seconds", 3000));
        worker.onSend(
                number.sessionId(),
                Replies.inTurn(List.of(request -> Replies.error(WorkerErrorCode.RESULT_UNKNOWN), Replies::taken)));
        worker.onLookUp(number.sessionId(), id -> Replies.error(WorkerErrorCode.MESSAGE_NOT_FOUND));

        int id = accept(number, KNOWN);

        awaitStatus(number, id, "sent");
        assertThat(number.tenant().message(id).getInt("data.attempts")).isEqualTo(2);
        pacing(number).body("data.rests_for", equalTo("interval")).body("data.sent_last_hour", equalTo(1));
    }

    @Test
    void aTemporaryBanQuietsTheNumber() {
        Number number = numbers.linked(events);
        SessionSnapshot away = worker.enter(number.sessionId(), SessionState.RECONNECTING);
        SessionSnapshot banned = new SessionSnapshot(
                away.id(),
                away.revision(),
                away.state(),
                away.linked(),
                away.linkedAt(),
                StateReason.of("temporarily_banned"),
                away.since(),
                away.qr(),
                away.phone(),
                away.page());

        numbers.tell(events, List.of(numbers.changed(banned)));
        numbers.enter(events, number, SessionState.CONNECTED);
        int id = accept(number, KNOWN);

        pacing(number)
                .body("data.rests_for", equalTo("warning"))
                .body("data.warning", equalTo("temporarily_banned"))
                .body("data.rests_until", notNullValue());
        assertThat(status(number, id)).isEqualTo("queued");
    }

    @Test
    void aRateLimitQuietsTheNumberWhateverItsPace() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> Replies.error(WorkerErrorCode.RATE_LIMITED));

        int id = accept(number, KNOWN);

        awaitRest(number, "warning");
        JsonPath state = state(number);
        assertThat(state.getString("data.warning")).isEqualTo("rate_limited");
        assertThat(Instant.parse(state.getString("data.rests_until")))
                .isAfter(Instant.now().plusSeconds(1700));
        assertThat(status(number, id)).isEqualTo("sending");
        set(number, Map.of("enabled", false)).statusCode(200);
        pacing(number).body("data.rests_for", equalTo("warning"));
    }

    private void paced(Number number, Map<String, ?> pace) {
        Map<String, Object> body = new HashMap<>(pace);
        body.put("enabled", true);
        set(number, body).statusCode(200);
    }

    private static String path(Number number) {
        return "/api/v1/sessions/" + number.id() + "/pacing/";
    }

    private static ValidatableResponse set(Number number, Map<String, ?> pace) {
        return number.tenant().call().body(pace).put(path(number)).then();
    }

    private static ValidatableResponse pacing(Number number) {
        return number.tenant().bare().get(path(number)).then().statusCode(200);
    }

    private static JsonPath state(Number number) {
        return pacing(number).extract().jsonPath();
    }

    private static void awaitRest(Number number, String reason) {
        Awaitility.await().until(() -> reason.equals(state(number).getString("data.rests_for")));
    }

    private static void send(Number number, String recipient) {
        number.tenant()
                .call()
                .body(Map.of("recipient", recipient, "message", "hello"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(200);
    }

    private static int accept(Number number, String recipient) {
        return number.tenant()
                .call()
                .header("Prefer", "respond-async")
                .body(Map.of("recipient", recipient, "message", "hello"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(202)
                .extract()
                .path("data.dbId");
    }

    private static String status(Number number, int id) {
        return number.tenant().message(id).getString("data.status");
    }

    private static void awaitStatus(Number number, int id, String status) {
        Awaitility.await().until(() -> status(number, id).equals(status));
    }
}
