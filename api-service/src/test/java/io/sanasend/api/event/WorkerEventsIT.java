package io.sanasend.api.event;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.http.ContentType;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.LocalServices;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.StubWorker.Reply;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.message.Ack;
import io.sanasend.model.message.InboundMessage;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerEvent;
import io.sanasend.model.wire.WorkerPaths;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ApiTest
class WorkerEventsIT {

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    EntityManager database;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @TestHTTPResource("/internal/worker-events")
    URL publicPort;

    @Test
    void refusesWithoutTheSecret() {
        given().contentType(ContentType.JSON).body("{}").post(events).then().statusCode(401);
        given().contentType(ContentType.JSON)
                .header(WorkerPaths.SECRET_HEADER, "wrong")
                .body("{}")
                .post(events)
                .then()
                .statusCode(401);
    }

    @Test
    void isNotServedOnThePublicPort() {
        given().contentType(ContentType.JSON)
                .header(WorkerPaths.SECRET_HEADER, LocalServices.WORKER_SECRET)
                .body("{}")
                .post(publicPort)
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                               | 400
            {}                              | 422
            {"workerBootId": "b"}           | 422
            {"workerBootId": "b", "events": [{"type": "of the future", "eventId": "x"}]} | 204
            {"workerBootId": "b", "events": []} | 204
            """)
    void readsWhatItCan(String body, int status) {
        given().contentType(ContentType.JSON)
                .header(WorkerPaths.SECRET_HEADER, LocalServices.WORKER_SECRET)
                .body(body)
                .post(events)
                .then()
                .statusCode(status);
    }

    @Test
    void dropsAnEventWhoseIdCannotBeStored() {
        Number number = numbers.linked(events);
        SessionSnapshot lost = worker.enter(number.sessionId(), SessionState.RECONNECTING);
        WorkerEvent endless =
                new WorkerEvent.SessionChanged("x".repeat(5_000), lost.id(), lost.revision(), Instant.now(), lost);

        numbers.tell(events, List.of(endless));
        assertThat(status(number)).isEqualTo("connected");

        numbers.tell(events, List.of(endless, numbers.changed(lost)));
        assertThat(status(number)).isEqualTo("reconnecting");
    }

    @Test
    void appliesAnEventOnceThoughItComesAgainAfterANewerOne() {
        Number number = numbers.linked(events);
        WorkerEvent lost = numbers.changed(worker.enter(number.sessionId(), SessionState.RECONNECTING));
        WorkerEvent back = numbers.changed(worker.enter(number.sessionId(), SessionState.CONNECTED));

        numbers.tell(events, List.of(lost, back));
        numbers.tell(events, List.of(lost));

        assertThat(status(number)).isEqualTo("connected");
    }

    @Test
    void ignoresASnapshotOlderThanWhatIsKnown() {
        Number number = numbers.linked(events);
        SessionSnapshot old = worker.enter(number.sessionId(), SessionState.QR_PENDING);
        SessionSnapshot recent = worker.enter(number.sessionId(), SessionState.CONNECTED);

        numbers.tell(events, List.of(numbers.changed(recent)));
        numbers.tell(events, List.of(numbers.changed(old)));

        assertThat(status(number)).isEqualTo("connected");
    }

    @Test
    void ignoresALateEventOfAnEarlierRunOfTheWorker() {
        Number number = numbers.linked(events);
        SessionSnapshot late = worker.enter(number.sessionId(), SessionState.FAILED);
        WorkerEvent event = new WorkerEvent.SessionChanged(
                TestNumbers.newEventId(), late.id(), 1, Instant.now().minusSeconds(3600), late);

        numbers.tell(events, "an earlier boot", List.of(event));

        assertThat(status(number)).isEqualTo("connected");
    }

    @Test
    void ignoresASessionItDoesNotKnow() {
        SessionSnapshot unknown = worker.enter("u424242", SessionState.CONNECTED);

        numbers.tell(events, List.of(numbers.changed(unknown)));
    }

    @Test
    void movesAMessageForwardWhateverTheOrderOfItsAcks() {
        Number number = numbers.linked(events);
        String waId = number.tenant()
                .call()
                .body(text())
                .post("/api/v1/messages/send-text/")
                .path("data.messageId");
        int id = number.tenant().bare().get("/api/v1/messages/list/").path("results[0].id");

        numbers.tell(events, List.of(ack(number, waId, Ack.READ), ack(number, waId, Ack.DELIVERED)));
        numbers.tell(events, List.of(ack(number, waId, Ack.FAILED), ack(number, waId, Ack.SERVER)));

        assertThat(number.tenant().message(id).getString("data.status")).isEqualTo("read");
        assertThat(number.tenant().message(id).getString("data.read_at")).isNotNull();
        assertThat(number.tenant().message(id).getString("data.delivered_at")).isNotNull();
    }

    @Test
    void keepsEachStepThatABatchTellsOf() {
        Number number = numbers.linked(events);
        String first = sent(number);
        String second = sent(number);

        numbers.tell(
                events,
                List.of(
                        ack(number, first, Ack.READ),
                        ack(number, second, Ack.DELIVERED),
                        ack(number, first, Ack.DELIVERED),
                        ack(number, second, Ack.READ),
                        ack(number, second, Ack.READ)));

        assertThat(history(number, first)).containsExactly("queued", "sending", "sent", "read");
        assertThat(history(number, second)).containsExactly("queued", "sending", "sent", "delivered", "read");
    }

    @Test
    void anAckThatCannotBeOfAnyMessageHoldsUpNobody() {
        Number number = numbers.linked(events);
        String waId = sent(number);

        numbers.tell(events, List.of(ack(number, "NUL \u0000 inside", Ack.READ), ack(number, waId, Ack.READ)));

        assertThat(statuses(number)).containsExactly("read");
    }

    @Test
    void appliesAnyNumberOfAcksInAsManyStatementsAsOne() {
        Number number = numbers.linked(events);
        Number other = numbers.linked(events);
        List<String> ids = Stream.generate(() -> sent(number)).limit(10).toList();
        List<String> otherIds = Stream.generate(() -> sent(other)).limit(10).toList();
        Statistics statistics =
                database.unwrap(Session.class).getSessionFactory().getStatistics();

        List<Long> statements = new ArrayList<>();
        for (Ack ack : List.of(Ack.DELIVERED, Ack.READ, Ack.SERVER)) {
            List<WorkerEvent> acks = Stream.concat(
                            ids.stream().map(id -> ack(number, id, ack)),
                            otherIds.stream().map(id -> ack(other, id, ack)))
                    .toList();
            statistics.clear();
            numbers.tell(events, acks);
            statements.add(statistics.getPrepareStatementCount());
        }

        // Timers of the service may have had a look meanwhile, but not each time.
        assertThat(Collections.min(statements)).isEqualTo(2);
        assertThat(statuses(number)).hasSize(10).containsOnly("read");
        assertThat(statuses(other)).hasSize(10).containsOnly("read");
    }

    @Test
    void settlesAMessageWhoseAckComesBeforeItsReceipt() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> {
            numbers.tell(events, List.of(ack(number, request.waMessageId().value(), Ack.DELIVERED)));
            return new Reply.Silence();
        });

        number.tenant()
                .call()
                .body(text())
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(200);

        int id = number.tenant().bare().get("/api/v1/messages/list/").path("results[0].id");
        assertThat(number.tenant().message(id).getString("data.status")).isEqualTo("delivered");
    }

    @Test
    void doesNotTakeAnAckOfAnotherSession() {
        Number number = numbers.linked(events);
        Number other = numbers.linked(events);
        String waId = number.tenant()
                .call()
                .body(text())
                .post("/api/v1/messages/send-text/")
                .path("data.messageId");
        int id = number.tenant().bare().get("/api/v1/messages/list/").path("results[0].id");

        numbers.tell(events, List.of(ack(other, waId, Ack.READ)));

        assertThat(number.tenant().message(id).getString("data.status")).isEqualTo("sent");
    }

    @Test
    void storesAnIncomingMessageOnce() {
        Number number = numbers.linked(events);
        InboundMessage message = new InboundMessage(
                "ABCDEF", "4915100000000@c.us", "4915100000000", "chat", "NUL \u0000 inside", Instant.now());
        WorkerEvent event = received(number, message);

        numbers.tell(events, List.of(event, event));
        numbers.tell(events, List.of(received(number, message)));

        assertThat(inboundOf(number)).isEqualTo(1);
    }

    private static String sent(Number number) {
        return number.tenant()
                .call()
                .body(text())
                .post("/api/v1/messages/send-text/")
                .path("data.messageId");
    }

    private static List<String> history(Number number, String waId) {
        int id = number.tenant()
                .bare()
                .get("/api/v1/messages/list/")
                .jsonPath()
                .param("waId", waId)
                .getInt("results.find { it.whatsapp_id == waId }.id");
        return number.tenant().message(id).getList("data.history.status", String.class);
    }

    private static List<String> statuses(Number number) {
        return number.tenant().bare().get("/api/v1/messages/list/").jsonPath().getList("results.status", String.class);
    }

    private static WorkerEvent received(Number number, InboundMessage message) {
        return new WorkerEvent.MessageReceived(
                TestNumbers.newEventId(), new SessionId(number.sessionId()), 1, Instant.now(), message);
    }

    private static WorkerEvent ack(Number number, String waId, Ack ack) {
        return new WorkerEvent.MessageAcked(
                TestNumbers.newEventId(), new SessionId(number.sessionId()), 1, Instant.now(), waId, ack);
    }

    private long inboundOf(Number number) {
        return QuarkusTransaction.requiringNew().call(() -> (Long)
                database.createNativeQuery("SELECT count(*) FROM inbound_messages WHERE session_id = ?1", Long.class)
                        .setParameter(1, number.id())
                        .getSingleResult());
    }

    private static String status(Number number) {
        return number.tenant().bare().get("/api/v1/sessions/status/").path("data.status");
    }

    private static Map<String, String> text() {
        return Map.of("recipient", "+4915112345678", "message", "x");
    }
}
