package io.sanasend.api.message;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.sanasend.api.media.MediaConfig;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Replies;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class IdempotencyIT {

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    EntityManager database;

    @Inject
    MediaConfig media;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void answersARepetitionWithThePresentStateOfTheFirst() {
        Number number = away();
        String key = newKey();
        int id = text(number, key, "once")
                .header("Prefer", "respond-async")
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(202)
                .header(IdempotencyKey.REPLAYED, nullValue())
                .extract()
                .path("data.dbId");

        replay(number, key, "once")
                .statusCode(202)
                .body("data.dbId", equalTo(id))
                .body("data.messageId", nullValue());
        numbers.enter(events, number, SessionState.CONNECTED);
        Awaitility.await().until(() -> number.tenant().message(id).getString("data.status"), "sent"::equals);

        replay(number, key, "once")
                .statusCode(200)
                .body("data.dbId", equalTo(id))
                .body("data.status", equalTo("sent"))
                .body("data.sessionId", equalTo(number.sessionId()))
                .body("data.messageId", notNullValue());
        assertOneMessage(number);
    }

    @Test
    void answersARepetitionThoughTheNumberCannotSendAnyMore() {
        Number number = numbers.linked(events);
        String key = newKey();
        int id = text(number, key, "once")
                .post("/api/v1/messages/send-text")
                .then()
                .statusCode(200)
                .extract()
                .path("data.dbId");
        numbers.enter(events, number, SessionState.LOGGED_OUT);

        replay(number, key, "once").statusCode(200).body("data.dbId", equalTo(id));
    }

    @Test
    void tellsARepetitionThatTheFirstFailed() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> Replies.error(WorkerErrorCode.RECIPIENT_NOT_ON_WHATSAPP));
        String key = newKey();
        int id = text(number, key, "once")
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(422)
                .extract()
                .path("dbId");
        worker.onSend(number.sessionId(), Replies::taken);

        replay(number, key, "once")
                .statusCode(422)
                .body("error_code", equalTo("RECIPIENT_NOT_ON_WHATSAPP"))
                .body("dbId", equalTo(id));

        assertOneMessage(number);
    }

    @Test
    void refusesTheKeyOfAnotherRequest() {
        Number number = numbers.linked(events);
        String key = newKey();
        text(number, key, "one").post("/api/v1/messages/send-text/").then().statusCode(200);

        text(number, key, "other")
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .header(IdempotencyKey.REPLAYED, nullValue())
                .body("error_code", equalTo("IDEMPOTENCY_KEY_REUSED"));
        file(number, key, "one")
                .post("/api/v1/messages/send-media/")
                .then()
                .statusCode(422)
                .body("error_code", equalTo("IDEMPOTENCY_KEY_REUSED"));

        assertOneMessage(number);
    }

    @Test
    void takesTheSameRequestWrittenInAnotherWayAsTheSame() {
        Number number = numbers.linked(events);
        String key = newKey();
        text(number, key, "once").post("/api/v1/messages/send-text/").then().statusCode(200);

        number.tenant()
                .call()
                .header(IdempotencyKey.HEADER, key)
                .body("{\"message\": \"once\",   \"recipient\": \"4915 1123-45678\", \"reference\": null}")
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(200)
                .header(IdempotencyKey.REPLAYED, "true");
    }

    @Test
    void keepsKeysOfTenantsApart() {
        Number one = numbers.linked(events);
        Number other = numbers.linked(events);
        String key = newKey();

        text(one, key, "hello").post("/api/v1/messages/send-text/").then().statusCode(200);
        text(other, key, "hello")
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(200)
                .header(IdempotencyKey.REPLAYED, nullValue());

        assertOneMessage(one);
        assertOneMessage(other);
    }

    @Test
    void remembersAKeyForLoginsAndApiKeysAlike() {
        Number number = numbers.linked(events);
        String key = newKey();
        text(number, key, "once").post("/api/v1/messages/send-text/").then().statusCode(200);

        given().contentType("application/json")
                .header("X-Api-Key", number.tenant().newKey())
                .header(IdempotencyKey.HEADER, key)
                .body(body("once"))
                .post("/api/v1/messages/send-text")
                .then()
                .statusCode(200)
                .header(IdempotencyKey.REPLAYED, "true");
    }

    @Test
    void doesNotRememberRefusals() {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");
        String key = newKey();
        text(number, key, "first").post("/api/v1/messages/send-text/").then().statusCode(409);
        text(number, key, "").post("/api/v1/messages/send-text/").then().statusCode(422);
        numbers.enter(events, number, SessionState.CONNECTED);

        text(number, key, "second")
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(200)
                .header(IdempotencyKey.REPLAYED, nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ä", "tab\there", "TOO LONG"})
    void wantsAPrintableKey(String value) {
        Number number = numbers.linked(events);
        String key = value.equals("TOO LONG") ? "x".repeat(256) : value;

        text(number, key, "x")
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(422)
                .body("errors.'Idempotency-Key'", hasItem(notNullValue()));

        number.tenant().bare().get("/api/v1/messages/list/").then().body("results", hasSize(0));
    }

    @Test
    void takesKeysOfAnyPrintableKind() {
        Number number = numbers.linked(events);
        for (String key : List.of("x", "\"quoted key\"", "~".repeat(255))) {
            text(number, key, "x").post("/api/v1/messages/send-text/").then().statusCode(200);
            replay(number, key, "x").statusCode(200);
        }
    }

    @Test
    void sendsAFileOnceAndKeepsItOnce() throws IOException {
        Number number = numbers.linked(events);
        String key = newKey();
        long before = storedFiles();
        int id = file(number, key, "content")
                .post("/api/v1/messages/send-media/")
                .then()
                .statusCode(200)
                .extract()
                .path("data.dbId");

        file(number, key, "content")
                .post("/api/v1/messages/send-media/")
                .then()
                .statusCode(200)
                .header(IdempotencyKey.REPLAYED, "true")
                .body("data.dbId", equalTo(id))
                .body("data.filePath", equalTo("/api/v1/messages/" + id + "/media/"));
        file(number, key, "other content")
                .post("/api/v1/messages/send-media/")
                .then()
                .statusCode(422)
                .body("error_code", equalTo("IDEMPOTENCY_KEY_REUSED"));

        assertOneMessage(number);
        assertThat(storedFiles()).isEqualTo(before + 1);
        assertThat(worker.handed(number.sessionId())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void acceptsExactlyOneOfManyAtOnce(boolean media) throws Exception {
        Number number = numbers.linked(events);
        String key = newKey();
        Callable<Response> call = () -> media
                ? file(number, key, "same").post("/api/v1/messages/send-media/")
                : text(number, key, "same").post("/api/v1/messages/send-text/");
        List<Future<Response>> answers;
        try (ExecutorService callers = Executors.newFixedThreadPool(25)) {
            answers = callers.invokeAll(Collections.nCopies(media ? 8 : 50, call));
        }

        Set<Integer> ids = new HashSet<>();
        List<Response> fresh = new ArrayList<>();
        for (Future<Response> future : answers) {
            Response answer = future.resultNow();
            assertThat(answer.statusCode()).isIn(200, 202, 409);
            if (answer.statusCode() == 409) {
                assertThat(answer.<String>path("error_code")).isEqualTo("IDEMPOTENCY_KEY_IN_USE");
            } else {
                ids.add(answer.path("data.dbId"));
            }
            if (answer.statusCode() != 409 && answer.header(IdempotencyKey.REPLAYED) == null) {
                fresh.add(answer);
            }
        }
        assertThat(ids).hasSize(1);
        assertThat(fresh).hasSize(1);
        assertOneMessage(number);
        Awaitility.await().until(() -> worker.handed(number.sessionId()).size(), size -> size == 1);
    }

    @Test
    void forgetsAKeyAfterADay() {
        Number number = numbers.linked(events);
        String key = newKey();
        text(number, key, "again").post("/api/v1/messages/send-text/").then().statusCode(200);
        execute("UPDATE idempotency_keys SET created_at = created_at - interval '24 hours' WHERE key = '" + key + "'");

        text(number, key, "another")
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(200)
                .header(IdempotencyKey.REPLAYED, nullValue());

        replay(number, key, "another").statusCode(200);
        number.tenant().bare().get("/api/v1/messages/list/").then().body("count", equalTo(2));
    }

    @Test
    void sweepsKeysThatCountNoMore() {
        Number number = numbers.linked(events);
        String key = newKey();
        text(number, key, "x").post("/api/v1/messages/send-text/").then().statusCode(200);

        assertThat(kept(key)).isOne();
        IdempotencyKeys tomorrow = new IdempotencyKeys(database, Clock.offset(Clock.systemUTC(), Duration.ofHours(25)));
        QuarkusTransaction.requiringNew().run(tomorrow::removeExpired);

        assertThat(kept(key)).isZero();
        number.tenant().bare().get("/api/v1/messages/list/").then().body("count", equalTo(1));
    }

    private ValidatableResponse replay(Number number, String key, String text) {
        return text(number, key, text)
                .post("/api/v1/messages/send-text/")
                .then()
                .header(IdempotencyKey.REPLAYED, "true");
    }

    private Number away() {
        Number number = numbers.linked(events);
        numbers.enter(events, number, SessionState.RECONNECTING);
        return number;
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    private static RequestSpecification text(Number number, String key, String text) {
        return number.tenant().call().header(IdempotencyKey.HEADER, key).body(body(text));
    }

    private static Map<String, String> body(String text) {
        return Map.of("recipient", "+4915112345678", "message", text);
    }

    private static RequestSpecification file(Number number, String key, String content) {
        return number.tenant()
                .bare()
                .header(IdempotencyKey.HEADER, key)
                .multiPart("recipient", "+4915112345678")
                .multiPart("media_type", "document")
                .multiPart("file", "a.txt", content.getBytes(StandardCharsets.UTF_8), "text/plain");
    }

    private static void assertOneMessage(Number number) {
        number.tenant().bare().get("/api/v1/messages/list/").then().body("count", equalTo(1));
    }

    private long storedFiles() throws IOException {
        try (Stream<Path> files = Files.walk(media.directory())) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9a-f]{32}"))
                    .count();
        }
    }

    private long kept(String key) {
        return (Long) QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "SELECT count(*) FROM idempotency_keys WHERE key = :key", Long.class)
                        .setParameter("key", key)
                        .getSingleResult());
    }

    private void execute(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }
}
