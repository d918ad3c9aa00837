package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.DatabaseCost;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

/** Every commit waits for the disk: their number is what a message costs. */
@ApiTest
class SendingCostIT {

    /** Accepted by three statements, claimed by one, settled by two that find no further message as well. */
    private static final DatabaseCost ACCEPTED_CLAIMED_SETTLED = new DatabaseCost(6, 3);

    @Inject
    TestNumbers numbers;

    @Inject
    TestLanes lanes;

    @Inject
    SessionFactory database;

    @Inject
    Dispatcher dispatcher;

    @Inject
    StubWorker worker;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void takesOneTransactionEachToAcceptClaimAndSettle() {
        Number number = numbers.linked(events);
        endOpenMessagesOfOtherTests();
        send(number);
        awaitRest();
        DatabaseCost cost = DatabaseCost.of(database, () -> {
            send(number);
            Awaitility.await().until(dispatcher::isAtRest);
        });

        assertThat(cost).isEqualTo(ACCEPTED_CLAIMED_SETTLED);
    }

    @Test
    void needsNothingFurtherForAnIdempotencyKey() {
        Number number = numbers.linked(events);
        endOpenMessagesOfOtherTests();
        send(number);
        awaitRest();
        DatabaseCost cost = DatabaseCost.of(database, () -> {
            number.tenant()
                    .call()
                    .header(IdempotencyKey.HEADER, UUID.randomUUID().toString())
                    .body(Map.of("recipient", "+4915112345678", "message", "x"))
                    .post("/api/v1/messages/send-text/")
                    .then()
                    .statusCode(200);
            Awaitility.await().until(dispatcher::isAtRest);
        });

        assertThat(cost).isEqualTo(ACCEPTED_CLAIMED_SETTLED);
    }

    @Test
    void takesOneTransactionForEachMessageOfAQueue() {
        Number number = numbers.linked(events);
        endOpenMessagesOfOtherTests();
        send(number);
        awaitRest();
        int queued = 20;
        int handedBefore = worker.handed(number.sessionId()).size();
        AtomicInteger tries = new AtomicInteger();
        DatabaseCost cost = DatabaseCost.of(
                database,
                () -> {
                    IntStream.range(0, queued).forEach(i -> lanes.accept(number, "n" + i));
                    tries.incrementAndGet();
                },
                () -> {
                    dispatcher.wake();
                    Awaitility.await()
                            .until(() -> worker.handed(number.sessionId()).size() == handedBefore + tries.get() * queued
                                    && dispatcher.isAtRest());
                });

        // One claims the lane, each settles a message by two statements and claims the next.
        assertThat(cost).isEqualTo(new DatabaseCost(1 + 2 * queued, 1 + queued));
    }

    /** Longer than the longest pause of a lane, so that those of other tests have found that they have nothing to do. */
    private void awaitRest() {
        Awaitility.await().during(Duration.ofMillis(800)).until(dispatcher::isAtRest);
    }

    private void endOpenMessagesOfOtherTests() {
        QuarkusTransaction.requiringNew().run(() -> {
            Session session = database.getCurrentSession();
            session.createNativeMutationQuery(
                            "UPDATE messages SET status = 'failed' WHERE status IN ('queued', 'sending')")
                    .executeUpdate();
            session.createNativeMutationQuery("UPDATE lanes SET head_id = NULL, due_at = NULL")
                    .executeUpdate();
        });
    }

    private static void send(Number number) {
        number.tenant()
                .call()
                .body(Map.of("recipient", "+4915112345678", "message", "x"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(200);
    }
}
