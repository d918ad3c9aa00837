package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Replies;
import io.sanasend.api.testing.Scrape;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.message.Ack;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.model.wire.WorkerEvent;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@ApiTest
class SettledMetricsIT {

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    MessageEvents told;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    @Test
    void aMessageIsCountedOnceHoweverItWentOut() {
        double sent = settled("sent", "none");
        Number number = numbers.linked(events);
        worker.onSend(
                number.sessionId(),
                Replies.inTurn(List.of(
                        request -> Replies.error(WorkerErrorCode.MESSAGE_DEFERRED),
                        request -> Replies.error(WorkerErrorCode.RESULT_UNKNOWN),
                        request -> {
                            // The ack is told before the answer.
                            told.acked(List.of(new WorkerEvent.MessageAcked(
                                    TestNumbers.newEventId(),
                                    new SessionId(number.sessionId()),
                                    1,
                                    Instant.now(),
                                    request.waMessageId().value(),
                                    Ack.DELIVERED)));
                            return Replies.taken(request);
                        },
                        Replies::taken)));

        int id = accept(number);
        awaitStatus(number, id, "delivered");
        told.acked(List.of(read(number, waId(number, id))));
        int next = accept(number);
        awaitStatus(number, next, "sent");
        told.acked(List.of(read(number, waId(number, next))));

        assertThat(status(number, id)).isEqualTo("read");
        assertThat(settled("sent", "none")).isEqualTo(sent + 2);
    }

    @Test
    void whatWillNotGoOutIsCountedByItsError() {
        double refused = settled("failed", "MESSAGE_REFUSED");
        double cancelled = settled("cancelled", "MESSAGE_CANCELLED");
        double sent = settled("sent", "none");
        Number number = numbers.linked(events);
        worker.onSend(
                number.sessionId(),
                Replies.inTurn(List.of(request -> Replies.error(WorkerErrorCode.MESSAGE_REFUSED), Replies::taken)));

        int failed = accept(number);
        awaitStatus(number, failed, "failed");
        numbers.enter(events, number, SessionState.RECONNECTING);
        int byOwner = accept(number);
        number.tenant()
                .call()
                .post("/api/v1/messages/" + byOwner + "/cancel/")
                .then()
                .statusCode(200);
        number.tenant()
                .call()
                .post("/api/v1/messages/" + byOwner + "/cancel/")
                .then()
                .statusCode(409);
        accept(number);
        TestCallers.admin()
                .call()
                .body(Map.of())
                .post("/api/v1/queues/" + number.id() + "/drop/")
                .then()
                .statusCode(200);

        assertThat(settled("failed", "MESSAGE_REFUSED")).isEqualTo(refused + 1);
        assertThat(settled("cancelled", "MESSAGE_CANCELLED")).isEqualTo(cancelled + 2);

        number.tenant()
                .call()
                .post("/api/v1/messages/" + failed + "/retry/")
                .then()
                .statusCode(200);
        numbers.enter(events, number, SessionState.CONNECTED);
        awaitStatus(number, failed, "sent");
        assertThat(settled("sent", "none")).isEqualTo(sent + 1);
    }

    @Test
    void whatASessionThatIsDeletedLeavesIsCounted() {
        double deleted = settled("failed", "SESSION_DELETED");
        Number number = numbers.linked(events);
        numbers.enter(events, number, SessionState.RECONNECTING);
        int id = accept(number);

        number.tenant()
                .bare()
                .delete("/api/v1/sessions/delete/" + number.id() + "/")
                .then()
                .statusCode(200);

        awaitStatus(number, id, "failed");
        Awaitility.await().until(() -> settled("failed", "SESSION_DELETED") == deleted + 1);
    }

    @Test
    void callsOfTheWorkerAreMeasuredByWhatCameOfThem() {
        Number number = numbers.linked(events);
        double answered = calls("send", "answered");
        double refused = calls("send", "RECIPIENT_NOT_ON_WHATSAPP");
        worker.onSend(
                number.sessionId(),
                Replies.inTurn(
                        List.of(request -> Replies.error(WorkerErrorCode.RECIPIENT_NOT_ON_WHATSAPP), Replies::taken)));

        accept(number);
        awaitStatus(number, accept(number), "sent");

        assertThat(calls("send", "answered")).isGreaterThan(answered);
        assertThat(calls("send", "RECIPIENT_NOT_ON_WHATSAPP")).isGreaterThan(refused);
    }

    private double settled(String result, String code) {
        return Scrape.of(metrics)
                .sum("sanasend_messages_settled_total", "result=\"" + result + "\"", "code=\"" + code + "\"");
    }

    private double calls(String operation, String outcome) {
        return Scrape.of(metrics)
                .sum(
                        "sanasend_worker_calls_seconds_count",
                        "operation=\"" + operation + "\"",
                        "outcome=\"" + outcome + "\"");
    }

    private static int accept(Number number) {
        return number.tenant()
                .call()
                .header("Prefer", "respond-async")
                .body(Map.of("recipient", "+4915112345678", "message", "hello"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(202)
                .extract()
                .path("data.dbId");
    }

    private static String waId(Number number, int id) {
        return number.tenant().message(id).getString("data.whatsapp_id");
    }

    private static String status(Number number, int id) {
        return number.tenant().message(id).getString("data.status");
    }

    private static void awaitStatus(Number number, int id, String status) {
        Awaitility.await().until(() -> status(number, id).equals(status));
    }

    private static WorkerEvent.MessageAcked read(Number number, String waMessageId) {
        return new WorkerEvent.MessageAcked(
                TestNumbers.newEventId(), new SessionId(number.sessionId()), 1, Instant.now(), waMessageId, Ack.READ);
    }
}
