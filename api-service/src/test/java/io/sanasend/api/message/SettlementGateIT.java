package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Replies;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@ApiTest
class SettlementGateIT {

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    TestLanes lanes;

    @Inject
    Dispatcher dispatcher;

    @Inject
    SettlementGate gate;

    @Inject
    AgroalDataSource pool;

    @Inject
    EntityManager database;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void requestsAndClaimsFindConnectionsWhileMoreLanesSettleThanThereAre() {
        int connections = pool.getConfiguration().connectionPoolConfiguration().maxSize();
        int places = connections / 4;
        CountDownLatch answers = new CountDownLatch(1);
        List<Number> many = IntStream.rangeClosed(0, connections)
                .mapToObj(_ -> numbers.linked(events))
                .toList();
        for (Number number : many) {
            worker.onSend(number.sessionId(), request -> {
                awaitLatch(answers);
                return Replies.taken(request);
            });
            lanes.accept(number, "settles late");
        }
        dispatcher.wake();
        Number other = numbers.linked(events);
        Awaitility.await()
                .until(() -> many.stream()
                        .noneMatch(number -> worker.handed(number.sessionId()).isEmpty()));

        QuarkusTransaction.requiringNew().run(() -> {
            lock(many);
            answers.countDown();
            Awaitility.await().until(() -> gate.waiting() == many.size() - places);

            other.tenant().call().get("/api/v1/messages/list/").then().statusCode(200);
            sendText(other);
            Awaitility.await().until(() -> worker.handed(other.sessionId()).size() == 1);

            assertThat(pool.getMetrics().awaitingCount()).isZero();
        });

        Awaitility.await().until(() -> dispatcher.isAtRest() && gate.waiting() == 0);
        many.forEach(number -> assertThat(lanes.lane(number, "head_id")).isNull());
    }

    private static void sendText(Number number) {
        number.tenant()
                .call()
                .header("Prefer", "respond-async")
                .body(Map.of("recipient", TestLanes.RECIPIENT.value(), "message", "goes out at once"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(202);
    }

    /** Settling one of these waits until the end of the transaction. */
    private void lock(List<Number> many) {
        List<Integer> rows = many.stream().map(Number::id).toList();
        database.createNativeQuery("SELECT session_id FROM lanes WHERE session_id IN (:rows) FOR UPDATE", Long.class)
                .setParameter("rows", rows)
                .getResultList();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
