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
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.inject.Inject;
import java.net.URL;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sent messages of which nothing was heard since. */
@ApiTest
class LookUpsIT {

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    TestLanes lanes;

    @Inject
    Dispatcher dispatcher;

    @Inject
    LookUps lookUps;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @ParameterizedTest
    @CsvSource({"DELIVERED, delivered", "READ, read", "PLAYED, read"})
    void findAnAckThatWasLost(Ack ack, String status) {
        Number number = numbers.linked(events);
        long id = sent(number);
        worker.onLookUp(number.sessionId(), waId -> Replies.receipt(waId, TestLanes.RECIPIENT, ack));

        grow(id, "2 minutes");
        lookUp();

        assertThat(lanes.message(id, "status")).isEqualTo(status);
        assertThat(lanes.message(id, "delivered_at IS NOT NULL")).isEqualTo("true");
        assertThat(lanes.message(id, "next_look_up_at")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"2 minutes, 10 minutes", "10 minutes, 1 hour", "1 hour, 6 hours", "6 hours, 24 hours"})
    void areMadeAgainLater(String age, String next) {
        Number number = numbers.linked(events);
        long id = sent(number);
        worker.onLookUp(number.sessionId(), waId -> Replies.receipt(waId, TestLanes.RECIPIENT, Ack.SERVER));

        grow(id, age);
        lookUp();

        assertThat(lanes.message(id, "status")).isEqualTo("sent");
        assertThat(lanes.message(id, "next_look_up_at = sent_at + interval '" + next + "'"))
                .isEqualTo("true");
        assertThat(lookUps(number)).isOne();
    }

    @Test
    void endAfterTheLast() {
        Number number = numbers.linked(events);
        long id = sent(number);

        grow(id, "24 hours");
        lookUp();

        assertThat(lookUps(number)).isOne();
        assertThat(lanes.message(id, "next_look_up_at")).isNull();
        assertThat(lanes.message(id, "status")).isEqualTo("sent");
    }

    @Test
    void areNotMadeBeforeTheirTime() {
        Number number = numbers.linked(events);
        sent(number);

        lookUp();

        assertThat(lookUps(number)).isZero();
    }

    @Test
    void waitForASessionThatIsNotConnected() {
        Number number = numbers.linked(events);
        long id = sent(number);
        numbers.enter(events, number, SessionState.RECONNECTING);

        grow(id, "2 minutes");
        lookUp();

        assertThat(lookUps(number)).isZero();
        assertThat(lanes.message(id, "next_look_up_at > clock_timestamp() + interval '9 minutes'"))
                .isEqualTo("true");
    }

    @Test
    void areDroppedForADeviceThatIsUnlinked() {
        Number number = numbers.linked(events);
        long id = sent(number);
        numbers.enter(events, number, SessionState.LOGGED_OUT);

        grow(id, "2 minutes");
        lookUp();

        assertThat(lanes.message(id, "next_look_up_at")).isNull();
    }

    @Test
    void areLeftAloneForASessionThatDoesNotAnswer() {
        Number number = numbers.linked(events);
        long first = sent(number);
        long second = sent(number);
        worker.onLookUp(number.sessionId(), waId -> new Reply.Silence());

        grow(first, "2 minutes");
        grow(second, "2 minutes");
        lookUp();

        assertThat(lookUps(number)).isOne();
        assertThat(lanes.message(second, "next_look_up_at > clock_timestamp() + interval '9 minutes'"))
                .isEqualTo("true");
    }

    @Test
    void giveWayToANewerDispatcher() {
        Number number = numbers.linked(events);
        long id = sent(number);
        worker.onLookUp(number.sessionId(), waId -> Replies.error(WorkerErrorCode.FENCED));

        grow(id, "2 minutes");
        lookUp();

        assertThat(lanes.message(id, "status")).isEqualTo("sent");
        assertThat(lanes.message(id, "next_look_up_at > clock_timestamp() + interval '9 minutes'"))
                .isEqualTo("true");
    }

    private long sent(Number number) {
        long id = lanes.accept(number, "x");
        dispatcher.wake();
        Awaitility.await().until(() -> "sent".equals(lanes.message(id, "status")));
        assertThat(
                        lanes.message(
                                id,
                                "next_look_up_at BETWEEN clock_timestamp() + interval '110 seconds' AND clock_timestamp() + interval '2 minutes'"))
                .isEqualTo("true");
        return id;
    }

    private void grow(long id, String age) {
        lanes.execute("UPDATE messages SET sent_at = clock_timestamp() - interval '" + age
                + "', next_look_up_at = clock_timestamp() WHERE id = " + id);
    }

    private void lookUp() {
        lookUps.lookUpDue();
        Awaitility.await().until(lookUps::isAtRest);
    }

    private long lookUps(Number number) {
        return worker.calls(number.sessionId()).stream()
                .filter(call -> call.startsWith("GET") && call.contains("/messages/"))
                .count();
    }
}
