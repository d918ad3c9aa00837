package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.fanout.Fanout;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Replies;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.StubWorker.Handed;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.message.MessageStatus;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who has a lane, and what becomes of it when its holder is late, gone, or not alone. */
@ApiTest
class LanesIT {

    private static final DeliveryOutcome.Taken TAKEN =
            new DeliveryOutcome.Taken(MessageStatus.SENT, Instant.parse("2026-05-01T10:00:00Z"));

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    TestLanes lanes;

    @Inject
    LaneClaims claims;

    @Inject
    LaneSettlement settlement;

    @Inject
    Dispatcher dispatcher;

    @Inject
    Lane lane;

    @Inject
    Fanout fanout;

    @Inject
    MessageConfig config;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void twoReplicasSendEachMessageOnceAndInOrder() {
        List<Number> several =
                IntStream.range(0, 6).mapToObj(_ -> numbers.linked(events)).toList();
        Dispatcher other = new Dispatcher(lane, claims, fanout, config, new Random());
        other.run();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Number number : several) {
                callers.submit(() -> {
                    for (int i = 0; i < 40; i++) {
                        lanes.accept(number, "n" + i);
                        (i % 2 == 0 ? dispatcher : other).wake();
                    }
                });
            }
        }

        for (Number number : several) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> worker.handed(number.sessionId()).size() >= 40);
            assertThat(texts(number)).containsExactlyElementsOf(expected(40));
        }
        Awaitility.await().until(() -> dispatcher.isAtRest() && other.isAtRest());
        other.stop();
        several.forEach(number -> assertThat(lanes.lane(number, "head_id")).isNull());
    }

    @Test
    void aLaneIsNobodyElsesUntilItsLeaseEnds() {
        Number number = numbers.linked(events);
        long id = lanes.accept(number, "x");
        Claim.Head first = (Claim.Head) lanes.claim(number, "one");

        assertThat(lanes.claim(number, "other")).isNull();
        claims.renew("one", List.of((long) number.id()));
        assertThat(lanes.claim(number, "other")).isNull();
        lanes.endLease(number);
        Claim.Head second = (Claim.Head) lanes.claim(number, "other");

        assertThat(first.unconfirmed()).isFalse();
        assertThat(second.unconfirmed()).isTrue();
        assertThat(second.messageId()).isEqualTo(id);
        assertThat(second.hold().fence()).isGreaterThan(first.hold().fence());
        assertThat(second.attempts()).isEqualTo(2);
    }

    @Test
    void leasesAreRenewedOfThoseALaneBelongsToAlone() {
        Number number = numbers.linked(events);
        lanes.accept(number, "x");
        lanes.claim(number, "one");
        lanes.endLease(number);

        claims.renew("other", List.of((long) number.id()));

        assertThat(lanes.claim(number, "third")).isNotNull();
    }

    @Test
    void aHolderThatLostItsLeaseChangesNothingOfTheLane() {
        Number number = numbers.linked(events);
        long id = lanes.accept(number, "x");
        Claim.Head late = (Claim.Head) lanes.claim(number, "late");
        lanes.endLease(number);
        Claim.Head present = (Claim.Head) lanes.claim(number, "present");

        assertThat(settlement.failed(late, ProblemType.MESSAGE_REFUSED, Duration.ZERO, true))
                .isInstanceOf(LaneSettlement.Lane.Lost.class);
        settlement.open(late, new DeliveryOutcome.NotOut("MESSAGE_DEFERRED", true), Duration.ZERO, Duration.ZERO);

        assertThat(lanes.message(id, "status")).isEqualTo("sending");
        assertThat(lanes.message(id, "unconfirmed")).isEqualTo("true");
        assertThat(lanes.message(id, "setbacks")).isEqualTo("0");
        assertThat(lanes.lane(number, "holder")).isEqualTo("present");
        assertThat(settlement.taken(late, TAKEN, Duration.ZERO, true)).isInstanceOf(LaneSettlement.Lane.Lost.class);
        // What it learned about its message still counts.
        assertThat(lanes.message(id, "status")).isEqualTo("sent");
        assertThat(lanes.lane(number, "holder")).isEqualTo("present");
        assertThat(settlement.taken(present, TAKEN, Duration.ZERO, true))
                .isInstanceOf(LaneSettlement.Lane.Released.class);
        assertThat(lanes.lane(number, "head_id")).isNull();
    }

    @Test
    void settlingClaimsTheNextWithAHigherFenceUnderTheSameHolder() {
        Number number = numbers.linked(events);
        lanes.accept(number, "first");
        long next = lanes.accept(number, "second");
        Claim.Head first = (Claim.Head) lanes.claim(number, "one");

        LaneSettlement.Lane after = settlement.taken(first, TAKEN, Duration.ZERO, true);

        Claim.Head second = ((LaneSettlement.Lane.Held) after).next();
        assertThat(second.messageId()).isEqualTo(next);
        assertThat(second.unconfirmed()).isFalse();
        assertThat(second.hold().fence()).isGreaterThan(first.hold().fence());
        assertThat(lanes.lane(number, "head_id")).isEqualTo(Long.toString(next));
        assertThat(lanes.message(next, "unconfirmed")).isEqualTo("true");
        // The same answer once more, for a commit that was not confirmed.
        assertThat(settlement.taken(first, TAKEN, Duration.ZERO, true)).isInstanceOf(LaneSettlement.Lane.Lost.class);
        assertThat(lanes.lane(number, "head_id")).isEqualTo(Long.toString(next));
    }

    @Test
    void aReplicaThatStopsGivesItsLanesBackAtOnce() {
        Number number = numbers.linked(events);
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        worker.onSend(number.sessionId(), request -> {
            arrived.countDown();
            await(release);
            return Replies.taken(request);
        });
        Dispatcher stopping = new Dispatcher(lane, claims, fanout, config, new Random());
        stopping.run();
        long first = lanes.accept(number, "first");
        long second = lanes.accept(number, "second");
        stopping.wake();
        await(arrived);

        Thread stop = Thread.ofVirtual().start(stopping::stop);
        release.countDown();
        Awaitility.await().until(() -> !stop.isAlive());

        assertThat(lanes.message(first, "status")).isEqualTo("sent");
        // Whoever is told that there is something to do takes it; nobody waits for a lease.
        Awaitility.await().until(() -> "sent".equals(lanes.message(second, "status")));
        assertThat(texts(number)).containsExactly("first", "second");
    }

    @Test
    void aFencedHolderLetsGoAndChangesNothing() {
        Number number = numbers.linked(events);
        worker.onSend(
                number.sessionId(),
                Replies.inTurn(List.of(request -> Replies.error(WorkerErrorCode.FENCED), Replies::taken)));
        worker.onLookUp(number.sessionId(), waId -> Replies.error(WorkerErrorCode.FENCED));
        long id = lanes.accept(number, "x");
        dispatcher.wake();
        Awaitility.await().until(() -> Integer.parseInt(lanes.message(id, "attempts")) > 2);

        assertThat(lanes.message(id, "status")).isEqualTo("sending");
        assertThat(lanes.message(id, "unconfirmed")).isEqualTo("true");
        assertThat(lanes.message(id, "error_code")).isNull();
        assertThat(worker.handed(number.sessionId())).hasSize(1);

        worker.onLookUp(number.sessionId(), waId -> Replies.error(WorkerErrorCode.MESSAGE_NOT_FOUND));
        Awaitility.await().until(() -> "sent".equals(lanes.message(id, "status")));
    }

    @Test
    void aFencedHolderThatLostItsLaneLeavesItToTheOther() {
        Number number = numbers.linked(events);
        lanes.accept(number, "x");
        Claim late = lanes.claim(number, "late");
        lanes.endLease(number);
        lanes.claim(number, "present");

        settlement.letGo(late.hold(), Duration.ZERO);

        assertThat(lanes.lane(number, "holder")).isEqualTo("present");
    }

    @Test
    void aNumberThatSendsTooMuchIsQuietForAWhile() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> Replies.error(WorkerErrorCode.RATE_LIMITED));
        long id = lanes.accept(number, "x");
        dispatcher.wake();
        Awaitility.await().until(() -> "RATE_LIMITED".equals(lanes.message(id, "error_code")));
        worker.onSend(number.sessionId(), Replies::taken);

        assertThat(lanes.message(id, "unconfirmed")).isEqualTo("false");
        assertThat(lanes.lane(
                        number, "due_at - clock_timestamp() BETWEEN interval '29 minutes' AND interval '30 minutes'"))
                .isEqualTo("true");

        // Coming back does not end the rest.
        numbers.enter(events, number, SessionState.RECONNECTING);
        numbers.enter(events, number, SessionState.CONNECTED);
        Awaitility.await().until(dispatcher::isAtRest);
        assertThat(lanes.lane(number, "due_at > clock_timestamp() + interval '29 minutes'"))
                .isEqualTo("true");
        assertThat(worker.handed(number.sessionId())).hasSize(1);

        lanes.execute(
                "UPDATE lanes SET rest_until = NULL, due_at = clock_timestamp() WHERE session_id = " + number.id());
        dispatcher.wake();
        Awaitility.await().until(() -> "sent".equals(lanes.message(id, "status")));
    }

    @Test
    void aMessageThatWasSettledByAnAckMeanwhileIsPassedOver() {
        Number number = numbers.linked(events);
        long first = lanes.accept(number, "first");
        long second = lanes.accept(number, "second");
        lanes.claim(number, "a replica that dies");
        lanes.execute("UPDATE messages SET status = 'delivered' WHERE id = " + first);

        lanes.endLease(number);
        dispatcher.wake();

        Awaitility.await().until(() -> "sent".equals(lanes.message(second, "status")));
        assertThat(texts(number)).containsExactly("second");
        assertThat(lanes.message(first, "status")).isEqualTo("delivered");
    }

    @Test
    void aMessageTriedAnewGoesBeforeThoseAcceptedLater() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> Replies.error(WorkerErrorCode.RECIPIENT_NOT_ON_WHATSAPP));
        long first = lanes.accept(number, "first");
        dispatcher.wake();
        Awaitility.await().until(() -> "failed".equals(lanes.message(first, "status")));
        worker.onSend(number.sessionId(), Replies::taken);
        lanes.accept(number, "second");
        Claim.Head second = (Claim.Head) lanes.claim(number, "one");
        lanes.accept(number, "third");

        number.tenant()
                .call()
                .post("/api/v1/messages/" + first + "/retry/")
                .then()
                .statusCode(200);
        LaneSettlement.Lane after = settlement.taken(second, TAKEN, Duration.ZERO, true);

        assertThat(((LaneSettlement.Lane.Held) after).next().messageId()).isEqualTo(first);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> texts(Number number) {
        List<String> texts = new ArrayList<>();
        for (Handed handed : worker.handed(number.sessionId())) {
            texts.add(((OutboundMessage.Text) handed.request().message()).body());
        }
        return texts;
    }

    private static List<String> expected(int count) {
        return IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
    }
}
