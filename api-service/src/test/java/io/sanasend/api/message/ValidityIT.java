package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.session.SessionState;
import jakarta.inject.Inject;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class ValidityIT {

    @Inject
    TestNumbers numbers;

    @Inject
    TestLanes lanes;

    @Inject
    Dispatcher dispatcher;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void aMessageExpiresWhenItsNumberCouldNotSendForTooLong() {
        Number number = away();
        int brief = accept(number, Map.of("validity", 60));
        int lasting = accept(number, Map.of());

        lanes.lengthenOutage(number, Duration.ofSeconds(61));
        dispatcher.wake();

        awaitStatus(number, brief, "expired");
        number.tenant()
                .call()
                .get("/api/v1/messages/" + brief + "/")
                .then()
                .body("data.error_code", equalTo("MESSAGE_EXPIRED"))
                .body("data.error_message", notNullValue())
                .body("data.attempts", equalTo(0))
                .body("data.history.status", equalTo(List.of("queued", "expired")));
        assertThat(lanes.message(brief, "settled_at")).isNotNull();
        assertThat(lanes.message(lasting, "status")).isEqualTo("queued");
        // Parked until the next one is too late.
        Awaitility.await().until(dispatcher::isAtRest);
        assertThat(lanes.lane(number, "due_at - clock_timestamp() BETWEEN interval '3 hours' AND interval '4 hours'"))
                .isEqualTo("true");
    }

    @Test
    void aNumberThatIsBackSendsWhatIsStillValidAndNothingElse() {
        Number number = away();
        int brief = accept(number, Map.of("validity", 60));
        int lasting = accept(number, Map.of("validity", 3_600));
        lanes.execute(
                "UPDATE lanes SET down_since = down_since - interval '61 seconds' WHERE session_id = " + number.id());

        numbers.enter(events, number, SessionState.CONNECTED);

        awaitStatus(number, lasting, "sent");
        assertThat(lanes.message(brief, "status")).isEqualTo("expired");
    }

    @Test
    void onlyTimeInWhichTheNumberCouldNotSendCounts() {
        Number number = numbers.linked(events);
        long id = lanes.accept(number, "waits its turn");
        lanes.execute("UPDATE messages SET created_at = created_at - interval '30 days' WHERE id = " + id);
        dispatcher.wake();

        awaitStatus(number, (int) id, "sent");
    }

    @Test
    void severalOutagesAddUp() {
        Number number = away();
        int id = accept(number, Map.of("validity", 100));
        for (int outage = 0; outage < 2; outage++) {
            // It rests, so that it is not sent in between.
            lanes.execute("UPDATE lanes SET rest_until = clock_timestamp() + interval '1 hour' WHERE session_id = "
                    + number.id());
            lanes.execute("UPDATE lanes SET down_since = down_since - interval '60 seconds' WHERE session_id = "
                    + number.id());
            numbers.enter(events, number, SessionState.CONNECTED);
            Awaitility.await().until(dispatcher::isAtRest);
            assertThat(lanes.message(id, "status")).isEqualTo(outage == 0 ? "queued" : "expired");
            numbers.enter(events, number, SessionState.RECONNECTING);
        }
    }

    @Test
    void tellsAWaitingCallerThatItsMessageExpired() throws Exception {
        Number number = away();
        CompletableFuture<Response> answer =
                CompletableFuture.supplyAsync(() -> send(number, Map.of("validity", 60), "wait=30"));
        Awaitility.await()
                .until(() -> number.tenant()
                                .bare()
                                .get("/api/v1/messages/list/")
                                .jsonPath()
                                .getInt("count")
                        == 1);

        lanes.lengthenOutage(number, Duration.ofSeconds(61));
        dispatcher.wake();

        answer.get(20, TimeUnit.SECONDS)
                .then()
                .statusCode(422)
                .body("error_code", equalTo("MESSAGE_EXPIRED"))
                .body("dbId", notNullValue());
    }

    @Test
    void retryBeginsItAnew() {
        Number number = away();
        int id = accept(number, Map.of("validity", 60));
        lanes.lengthenOutage(number, Duration.ofSeconds(61));
        dispatcher.wake();
        awaitStatus(number, id, "expired");

        number.tenant()
                .call()
                .post("/api/v1/messages/" + id + "/retry/")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("queued"));
        Awaitility.await().until(dispatcher::isAtRest);

        assertThat(lanes.message(id, "status")).isEqualTo("queued");
        numbers.enter(events, number, SessionState.CONNECTED);
        awaitStatus(number, id, "sent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"59", "604801", "-1", "0", "\"soon\""})
    void mustBeWithinItsBounds(String value) {
        Number number = numbers.linked(events);

        number.tenant()
                .call()
                .body("{\"recipient\": \"+4915112345678\", \"message\": \"x\", \"validity\": " + value + "}")
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(422)
                .body("errors.validity", hasItem(notNullValue()));
        number.tenant()
                .bare()
                .multiPart("recipient", "+4915112345678")
                .multiPart("media_type", "document")
                .multiPart("validity", value)
                .multiPart("file", "a.txt", "x".getBytes(StandardCharsets.UTF_8), "text/plain")
                .post("/api/v1/messages/send-media")
                .then()
                .statusCode(422)
                .body("errors.validity", hasItem(notNullValue()));

        number.tenant().bare().get("/api/v1/messages/list/").then().body("results", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 604_800})
    void isTakenForTextsAndFiles(int value) {
        Number number = numbers.linked(events);

        int text = accept(number, Map.of("validity", value));
        int file = number.tenant()
                .bare()
                .multiPart("recipient", "+4915112345678")
                .multiPart("media_type", "document")
                .multiPart("validity", Integer.toString(value))
                .multiPart("file", "a.txt", "x".getBytes(StandardCharsets.UTF_8), "text/plain")
                .post("/api/v1/messages/send-media/")
                .then()
                .statusCode(200)
                .extract()
                .path("data.dbId");

        assertThat(lanes.message(text, "validity")).isEqualTo(Integer.toString(value));
        assertThat(lanes.message(file, "validity")).isEqualTo(Integer.toString(value));
    }

    @Test
    void belongsToTheRequestAKeyIsFor() {
        Number number = numbers.linked(events);
        String key = UUID.randomUUID().toString();

        keyed(number, key, Map.of("validity", 60)).then().statusCode(200);
        keyed(number, key, Map.of("validity", 60)).then().statusCode(200);
        keyed(number, key, Map.of("validity", 61)).then().statusCode(422);
        keyed(number, key, Map.of()).then().statusCode(422).body("error_code", equalTo("IDEMPOTENCY_KEY_REUSED"));
    }

    private Number away() {
        Number number = numbers.linked(events);
        numbers.enter(events, number, SessionState.RECONNECTING);
        return number;
    }

    private static int accept(Number number, Map<String, ?> more) {
        return send(number, more, "respond-async")
                .then()
                .statusCode(202)
                .extract()
                .path("data.dbId");
    }

    private static Response send(Number number, Map<String, ?> more, String prefer) {
        return number.tenant().call().header("Prefer", prefer).body(body(more)).post("/api/v1/messages/send-text/");
    }

    private static Response keyed(Number number, String key, Map<String, ?> more) {
        return number.tenant()
                .call()
                .header(IdempotencyKey.HEADER, key)
                .body(body(more))
                .post("/api/v1/messages/send-text/");
    }

    private static Map<String, Object> body(Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("recipient", "+4915112345678");
        body.put("message", "x");
        return body;
    }

    private static void awaitStatus(Number number, int id, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> number.tenant().message(id).getString("data.status"), status::equals);
    }
}
