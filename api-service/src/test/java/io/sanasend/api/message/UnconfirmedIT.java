package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Replies;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.StubWorker.Reply;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.message.Ack;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether something may have gone out, after every kind of answer. */
@ApiTest
class UnconfirmedIT {

    /** While an attempt is under way, everything is unconfirmed. */
    private static final String BETWEEN_ATTEMPTS = "CASE WHEN error_code IS NOT NULL AND EXISTS ("
            + "SELECT FROM lanes l WHERE l.session_id = messages.session_id AND l.holder IS NULL) THEN unconfirmed END";

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    TestLanes lanes;

    @Inject
    Dispatcher dispatcher;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @ParameterizedTest
    @CsvSource({
        "UNAUTHENTICATED, sending, false",
        "NOT_FOUND, sending, false",
        "SESSION_NOT_FOUND, sending, false",
        "SESSION_HELD, sending, false",
        "SESSION_NOT_CONNECTED, sending, false",
        "MESSAGE_DEFERRED, sending, false",
        "PAGE_INCOMPATIBLE, sending, false",
        "CAPACITY_EXHAUSTED, sending, false",
        "RATE_LIMITED, sending, false",
        "RESULT_UNKNOWN, sending, true",
        "INTERNAL_ERROR, sending, true",
        "INVALID_REQUEST, failed, false",
        "MALFORMED_REQUEST, failed, false",
        "RECIPIENT_NOT_ON_WHATSAPP, failed, false",
        "MESSAGE_REFUSED, failed, false",
        "MEDIA_TOO_LARGE, failed, false",
    })
    void isKnownAfterARefusal(WorkerErrorCode code, String status, String unconfirmed) {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> Replies.error(code));
        worker.onLookUp(number.sessionId(), id -> Replies.error(WorkerErrorCode.SESSION_NOT_CONNECTED));

        long id = lanes.accept(number, "x");
        dispatcher.wake();

        Awaitility.await().until(() -> lanes.message(id, BETWEEN_ATTEMPTS) != null);
        assertThat(lanes.message(id, "status")).isEqualTo(status);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(lanes.message(id, BETWEEN_ATTEMPTS)).isEqualTo(unconfirmed));
        end(number);
    }

    @Test
    void isAssumedWithoutAnAnswer() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> new Reply.Silence());
        worker.onLookUp(number.sessionId(), id -> new Reply.Silence());

        long id = lanes.accept(number, "x");
        dispatcher.wake();

        Awaitility.await().until(() -> Integer.parseInt(lanes.message(id, "attempts")) > 2);
        assertThat(lanes.message(id, "unconfirmed")).isEqualTo("true");
        assertThat(worker.handed(number.sessionId())).hasSize(1);
        end(number);
    }

    @Test
    void isAssumedWhenThePageHasItWithoutAnAck() {
        Number number = numbers.linked(events);
        worker.onSend(
                number.sessionId(),
                request -> Replies.receipt(request.waMessageId(), request.recipient(), Ack.PENDING));
        worker.onLookUp(number.sessionId(), id -> Replies.error(WorkerErrorCode.SESSION_NOT_CONNECTED));

        long id = lanes.accept(number, "x");
        dispatcher.wake();

        Awaitility.await().until(() -> Integer.parseInt(lanes.message(id, "attempts")) > 1);
        assertThat(lanes.message(id, "unconfirmed")).isEqualTo("true");
        end(number);
    }

    @Test
    void endsWithTheAck() {
        Number number = numbers.linked(events);
        long id = lanes.accept(number, "x");
        dispatcher.wake();

        Awaitility.await().until(() -> "sent".equals(lanes.message(id, "status")));
        assertThat(lanes.message(id, "unconfirmed")).isEqualTo("false");
    }

    @Test
    void canNeverBeKnownOnceAnotherDeviceIsLinked() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> new Reply.Silence());
        worker.onLookUp(number.sessionId(), id -> Replies.error(WorkerErrorCode.SESSION_NOT_CONNECTED));
        long attempted = lanes.accept(number, "attempted");
        long waiting = lanes.accept(number, "waiting");
        dispatcher.wake();
        Awaitility.await().until(() -> lanes.message(attempted, "error_code") != null);
        numbers.enter(events, number, SessionState.RECONNECTING);
        Awaitility.await().until(dispatcher::isAtRest);
        worker.onSend(number.sessionId(), Replies::taken);
        worker.onLookUp(number.sessionId(), id -> Replies.error(WorkerErrorCode.MESSAGE_NOT_FOUND));

        linkAnew(number);

        Awaitility.await().until(() -> "sent".equals(lanes.message(waiting, "status")));
        assertThat(lanes.message(attempted, "status")).isEqualTo("failed");
        assertThat(lanes.message(attempted, "error_code")).isEqualTo("DELIVERY_UNKNOWN");
        assertThat(worker.handed(number.sessionId())).hasSize(2);
    }

    @Test
    void doesNotMatterToWhatCertainlyDidNotGoOutWhenAnotherDeviceIsLinked() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> Replies.error(WorkerErrorCode.SESSION_NOT_CONNECTED));
        long id = lanes.accept(number, "x");
        dispatcher.wake();
        Awaitility.await().until(() -> lanes.message(id, "error_code") != null);
        numbers.enter(events, number, SessionState.RECONNECTING);
        Awaitility.await().until(dispatcher::isAtRest);
        worker.onSend(number.sessionId(), Replies::taken);

        linkAnew(number);

        Awaitility.await().until(() -> "sent".equals(lanes.message(id, "status")));
    }

    /** It is back with another device. */
    private void linkAnew(Number number) {
        SessionSnapshot back = worker.enter(number.sessionId(), SessionState.CONNECTED);
        SessionSnapshot other = new SessionSnapshot(
                back.id(),
                back.revision(),
                back.state(),
                true,
                Instant.parse("2026-04-02T08:00:00.123456789Z"),
                back.reason(),
                back.since(),
                null,
                back.phone(),
                null);
        numbers.tell(events, List.of(numbers.changed(other)));
    }

    /** So that it is not tried for the rest of the tests. */
    private void end(Number number) {
        lanes.execute("UPDATE messages SET status = 'failed' WHERE status IN ('queued', 'sending') AND session_id = "
                + number.id());
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(dispatcher::isAtRest);
    }
}
