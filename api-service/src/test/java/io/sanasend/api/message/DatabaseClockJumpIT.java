package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.JumpingDatabase;
import io.sanasend.api.testing.Replies;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.StubWorker.Handed;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.message.Ack;
import io.sanasend.model.message.MessageStatus;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.session.SessionState;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clock of the database, by which leases end and lanes are due, jumps: messages may be late, and nothing else. */
@ApiTest
class DatabaseClockJumpIT {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final DeliveryOutcome.Taken TAKEN =
            new DeliveryOutcome.Taken(MessageStatus.SENT, Instant.parse("2026-05-01T10:00:00Z"));

    @Inject
    JumpingDatabase database;

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    TestLanes lanes;

    @Inject
    LaneSettlement settlement;

    @Inject
    Dispatcher dispatcher;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @BeforeEach
    void install() throws SQLException {
        database.install();
    }

    @AfterEach
    void remove() throws SQLException {
        Awaitility.await().until(dispatcher::isAtRest);
        database.remove();
        // Its lease was begun by another time.
        worker.register();
    }

    @Test
    void theTestHasTheClockJump() throws SQLException {
        Number number = numbers.linked(events);
        String jumped = "clock_timestamp() - pg_catalog.clock_timestamp() > interval '59 minutes'"
                + " AND statement_timestamp() - pg_catalog.now() > interval '59 minutes'";

        assertThat(lanes.lane(number, jumped)).isEqualTo("false");
        database.jump(HOUR);

        assertThat(lanes.lane(number, jumped)).isEqualTo("true");
    }

    @Test
    void aLaneThatIsHeldIsClaimedAgainAndItsMessageLookedUpWhenTheClockJumpsForwards() throws SQLException {
        Number number = numbers.linked(events);
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger lookedUp = new AtomicInteger();
        worker.onSend(number.sessionId(), request -> {
            arrived.countDown();
            await(release);
            return Replies.taken(request);
        });
        worker.onLookUp(number.sessionId(), id -> {
            // As a worker does it: behind the send that is under way.
            lookedUp.incrementAndGet();
            await(release);
            return Replies.receipt(id, TestLanes.RECIPIENT, Ack.SERVER);
        });
        long first = lanes.accept(number, "under way");
        long second = lanes.accept(number, "behind it");
        dispatcher.wake();
        await(arrived);
        long fence = fence(number);

        database.jump(HOUR);
        dispatcher.wake();
        Awaitility.await().until(() -> lookedUp.get() > 0);
        assertThat(fence(number)).isGreaterThan(fence);
        release.countDown();

        awaitSent(second);
        assertThat(lanes.message(first, "status")).isEqualTo("sent");
        assertThat(texts(number)).containsExactly("under way", "behind it");
        assertFencesRise(number);
    }

    @Test
    void aHolderGoesOnWhenTheClockJumpsBackwards() throws SQLException {
        Number number = numbers.linked(events);
        long first = lanes.accept(number, "first");
        long second = lanes.accept(number, "second");
        Claim.Head head = (Claim.Head) lanes.claim(number, "one");

        database.jump(HOUR.negated());
        Claim.Head next = ((LaneSettlement.Lane.Held) settlement.taken(head, TAKEN, Duration.ZERO, true)).next();
        assertThat(lanes.claim(number, "another")).isNull();

        assertThat(next.messageId()).isEqualTo(second);
        assertThat(next.hold().fence()).isGreaterThan(head.hold().fence());
        assertThat(settlement.taken(next, TAKEN, Duration.ZERO, true)).isInstanceOf(LaneSettlement.Lane.Released.class);
        assertThat(lanes.message(first, "status")).isEqualTo("sent");
        assertThat(lanes.message(second, "status")).isEqualTo("sent");
    }

    @Test
    void whatAnIdleNumberIsGivenGoesAtOnceAfterAJumpBackwards() throws SQLException {
        Number number = numbers.linked(events);
        long before = lanes.accept(number, "before");
        dispatcher.wake();
        awaitSent(before);

        database.jump(HOUR.negated());
        long after = lanes.accept(number, "after");
        dispatcher.wake();

        awaitSent(after);
        assertThat(texts(number)).containsExactly("before", "after");
        assertFencesRise(number);
    }

    @Test
    void whatIsDueWaitsForItsTimeOrItsNumberWhenTheClockJumpsBackwards() throws SQLException {
        Number late = numbers.linked(events);
        Number back = numbers.linked(events);
        long waiting = lanes.accept(late, "waits");
        long woken = lanes.accept(back, "woken");
        database.jump(HOUR.negated());
        dispatcher.wake();
        Awaitility.await().until(dispatcher::isAtRest);
        assertThat(lanes.message(waiting, "status")).isEqualTo("queued");

        numbers.enter(events, back, SessionState.RECONNECTING);
        numbers.enter(events, back, SessionState.CONNECTED);
        awaitSent(woken);
        assertThat(lanes.message(waiting, "status")).isEqualTo("queued");
        database.jump(HOUR);
        dispatcher.wake();

        awaitSent(waiting);
        assertThat(texts(late)).containsExactly("waits");
        assertThat(texts(back)).containsExactly("woken");
    }

    @Test
    void leasesOfDeadHoldersEndAfterAJumpBackwardsToo() throws SQLException {
        Number number = numbers.linked(events);
        long id = lanes.accept(number, "left behind");
        Claim.Head dead = (Claim.Head) lanes.claim(number, "a replica that dies");
        worker.onLookUp(number.sessionId(), found -> Replies.receipt(found, TestLanes.RECIPIENT, Ack.SERVER));

        database.jump(HOUR.negated());
        dispatcher.wake();
        Awaitility.await().until(dispatcher::isAtRest);
        assertThat(lanes.message(id, "status")).isEqualTo("sending");
        database.jump(HOUR.plus(LaneClaims.LEASE).plusSeconds(1));
        dispatcher.wake();

        awaitSent(id);
        assertThat(worker.handed(number.sessionId())).isEmpty();
        assertThat(fence(number)).isGreaterThan(dead.hold().fence());
    }

    private void awaitSent(long id) {
        Awaitility.await().until(() -> "sent".equals(lanes.message(id, "status")));
    }

    private long fence(Number number) {
        return Long.parseLong(String.valueOf(lanes.lane(number, "fence")));
    }

    private void assertFencesRise(Number number) {
        assertThat(worker.handed(number.sessionId()))
                .extracting(handed -> handed.request().fence())
                .isSorted();
    }

    private List<String> texts(Number number) {
        return worker.handed(number.sessionId()).stream()
                .map(Handed::request)
                .map(request -> ((OutboundMessage.Text) request.message()).body())
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
