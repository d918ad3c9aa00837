package io.sanasend.api.message;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.http.ContentType;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Replies;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.message.Recipient;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class SendTextIT {

    private static final String RECIPIENT = "+49 1511 2345-678";

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @AfterEach
    void bringWorkerBack() {
        worker.comeBack();
    }

    @Test
    void answersWhenWhatsAppHasTakenTheMessage() {
        Number number = numbers.linked(events);

        number.tenant()
                .call()
                .body(Map.of("recipient", RECIPIENT, "message", "Grüße 🎉", "reference", "order-1"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("data.messageId", matchesPattern("3EB0[0-9A-F]{18}"))
                .body("data.timestamp", notNullValue())
                .body("data.dbId", notNullValue())
                .body("data.status", equalTo("sent"))
                .body("data.sessionId", equalTo(number.sessionId()));

        assertThat(worker.handed(number.sessionId())).singleElement().satisfies(handed -> {
            assertThat(handed.request().recipient()).isEqualTo(new Recipient("4915112345678"));
            assertThat(handed.request().message()).isEqualTo(new OutboundMessage.Text("Grüße 🎉"));
        });
    }

    @Test
    void takesAnApiKeyInEitherHeader() {
        Number number = numbers.linked(events);
        String key = number.tenant().newKey();
        Map<String, String> body = Map.of("recipient", RECIPIENT, "message", "hello");

        given().contentType(ContentType.JSON)
                .header("X-Api-Key", key)
                .body(body)
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(200);
        given().contentType(ContentType.JSON)
                .header("Authorization", "ApiKey " + key)
                .body(body)
                .post("/api/v1/messages/send-text")
                .then()
                .statusCode(200);
    }

    @Test
    void answersAtOnceWhenAskedTo() {
        Number number = numbers.linked(events);

        int id = number.tenant()
                .call()
                .header("Prefer", "respond-async, wait=30")
                .body(Map.of("recipient", RECIPIENT, "message", "later"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(202)
                .body("data.messageId", nullValue())
                .body("data.status", equalTo("queued"))
                .extract()
                .path("data.dbId");

        awaitStatus(number.tenant(), id, "sent");
    }

    @Test
    void answersAcceptedWhenWhatsAppTakesLongerThanTheCallerWaits() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> new StubWorker.Reply.Silence());

        int id = number.tenant()
                .call()
                .header("Prefer", "wait=1")
                .body(Map.of("recipient", RECIPIENT, "message", "slow"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(202)
                .body("data.messageId", nullValue())
                .body("data.status", equalTo("sending"))
                .extract()
                .path("data.dbId");

        worker.onSend(number.sessionId(), Replies::taken);
        awaitStatus(number.tenant(), id, "sent");
    }

    @Test
    void tellsThatTheRecipientIsNotOnWhatsApp() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> Replies.error(WorkerErrorCode.RECIPIENT_NOT_ON_WHATSAPP));

        int id = number.tenant()
                .call()
                .body(Map.of("recipient", RECIPIENT, "message", "hello"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("error_code", equalTo("RECIPIENT_NOT_ON_WHATSAPP"))
                .extract()
                .path("dbId");

        number.tenant()
                .call()
                .get("/api/v1/messages/" + id + "/")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("failed"))
                .body("data.error_code", equalTo("RECIPIENT_NOT_ON_WHATSAPP"))
                .body("data.whatsapp_id", nullValue())
                .body("data.history.status", equalTo(List.of("queued", "sending", "failed")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"message": "x"}                                        | recipient
            {"recipient": "", "message": "x"}                       | recipient
            {"recipient": "12", "message": "x"}                     | recipient
            {"recipient": "not a number", "message": "x"}           | recipient
            {"recipient": "+999123456789", "message": "x"}          | recipient
            {"recipient": "x@g.us", "message": "x"}                 | recipient
            {"recipient": ["+4915112345678"], "message": "x"}       | recipient
            {"recipient": "+4915112345678"}                         | message
            {"recipient": "+4915112345678", "message": null}        | message
            {"recipient": "+4915112345678", "message": ""}          | message
            {"recipient": "+4915112345678", "message": {"a": 1}}    | message
            {"recipient": "+4915112345678", "message": "a\\u0000b"} | message
            {"recipient": "+4915112345678", "message": "\\ud83c"}   | message
            """)
    void namesTheFieldThatIsWrongAndStoresNothing(String body, String field) {
        Number number = numbers.linked(events);

        number.tenant()
                .call()
                .body(body)
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("error_code", equalTo("VALIDATION_FAILED"))
                .body("errors." + field, hasItem(notNullValue()));

        assertNothingStored(number.tenant());
        assertThat(worker.handed(number.sessionId())).isEmpty();
    }

    @Test
    void countsCodePointsOfTheText() {
        Number number = numbers.linked(events);

        number.tenant()
                .call()
                .body(Map.of("recipient", RECIPIENT, "message", "🎉".repeat(5_000)))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(200);
        number.tenant()
                .call()
                .body(Map.of("recipient", RECIPIENT, "message", "x".repeat(5_001)))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(422)
                .body("errors.message", hasItem(notNullValue()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "\"text\"", "nul"})
    void refusesWhatIsNoJsonObject(String body) {
        Number number = numbers.linked(events);

        number.tenant()
                .call()
                .body(body)
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("error_code", equalTo("MALFORMED_REQUEST"));

        assertNothingStored(number.tenant());
    }

    @Test
    void refusesAnUnknownSessionAndThatOfAnotherTenant() {
        Number number = numbers.linked(events);
        Number other = numbers.linked(events);

        for (String session : new String[] {"u999999", "no such name", other.sessionId(), "" + other.id()}) {
            number.tenant()
                    .call()
                    .body(Map.of("recipient", RECIPIENT, "message", "x", "session", session))
                    .post("/api/v1/messages/send-text/")
                    .then()
                    .statusCode(404)
                    .body("error_code", equalTo("SESSION_NOT_FOUND"));
        }

        assertNothingStored(number.tenant());
    }

    @Test
    void sendsFromTheSessionThatIsNamed() {
        Number first = numbers.linked(events);
        Number second = numbers.started(first.tenant(), "Lager Süd");
        numbers.enter(events, second, SessionState.CONNECTED);

        first.tenant()
                .call()
                .body(Map.of("recipient", RECIPIENT, "message", "x", "session", "Lager Süd"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(200)
                .body("data.sessionId", equalTo(second.sessionId()));
    }

    @Test
    void refusesWithoutAnySession() {
        Tenant tenant = TestCallers.newTenant();

        tenant.call()
                .body(Map.of("recipient", RECIPIENT, "message", "x"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(409)
                .body("error_code", equalTo("SESSION_NOT_CONNECTED"));
    }

    @ParameterizedTest
    @EnumSource(
            value = SessionState.class,
            names = {"INITIALIZING", "QR_PENDING", "DISCONNECTED", "LOGGED_OUT", "FAILED"})
    void refusesWhileTheSessionIsNotLinkedOrWasStopped(SessionState state) {
        Number number = numbers.linked(events);
        numbers.enter(events, number, state);

        number.tenant()
                .call()
                .body(Map.of("recipient", RECIPIENT, "message", "x"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(409)
                .body("error_code", equalTo("SESSION_NOT_CONNECTED"));

        assertNothingStored(number.tenant());
    }

    @Test
    void holdsTheMessageWhileTheSessionReconnects() {
        Number number = numbers.linked(events);
        numbers.enter(events, number, SessionState.RECONNECTING);
        int id = number.tenant()
                .call()
                .header("Prefer", "wait=1")
                .body(Map.of("recipient", RECIPIENT, "message", "held"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(202)
                .body("data.status", equalTo("queued"))
                .extract()
                .path("data.dbId");
        assertThat(worker.handed(number.sessionId())).isEmpty();

        numbers.enter(events, number, SessionState.CONNECTED);

        awaitStatus(number.tenant(), id, "sent");
    }

    @Test
    void refusesAWaitThatIsNoNumber() {
        Number number = numbers.linked(events);

        number.tenant()
                .call()
                .header("Prefer", "wait=soon")
                .body(Map.of("recipient", RECIPIENT, "message", "x"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(422)
                .body("errors.Prefer", hasItem(notNullValue()));
    }

    @Test
    void sendsToGroups() {
        Number number = numbers.linked(events);

        number.tenant()
                .call()
                .body(Map.of("recipient", "120363012345678901@g.us", "message", "x"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(200);
    }

    private static void assertNothingStored(Tenant tenant) {
        tenant.call().get("/api/v1/messages/list/").then().statusCode(200).body("results", hasSize(0));
    }

    private static void awaitStatus(Tenant tenant, int id, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> tenant.message(id).getString("data.status"), status::equals);
    }
}
