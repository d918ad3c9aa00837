package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;

/** Every commit waits for the disk: their number is what a message costs. */
@ApiTest
class SendingCostIT {

    @Inject
    TestNumbers numbers;

    @Inject
    SessionFactory database;

    @Inject
    Dispatcher dispatcher;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void takesOneTransactionEachToAcceptClaimAndSettle() {
        Number number = numbers.linked(events);
        endOpenMessagesOfOtherTests();
        send(number);
        awaitRest();
        Statistics statistics = database.getStatistics();
        statistics.clear();

        send(number);
        Awaitility.await().until(dispatcher::isAtRest);

        // Besides the three: one that looks for further lanes and finds none. It writes nothing.
        assertThat(statistics.getTransactionCount()).isEqualTo(4);
        // Accepted by two, claimed by one, settled by two that find no further message as well.
        assertThat(statistics.getPrepareStatementCount()).isEqualTo(6);
    }

    @Test
    void needsNoFurtherTransactionForAnIdempotencyKey() {
        Number number = numbers.linked(events);
        endOpenMessagesOfOtherTests();
        send(number);
        awaitRest();
        Statistics statistics = database.getStatistics();
        statistics.clear();

        number.tenant()
                .call()
                .header(IdempotencyKey.HEADER, UUID.randomUUID().toString())
                .body(Map.of("recipient", "+4915112345678", "message", "x"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(200);
        Awaitility.await().until(dispatcher::isAtRest);

        assertThat(statistics.getTransactionCount()).isEqualTo(4);
        // The key is held, looked up and written down.
        assertThat(statistics.getPrepareStatementCount()).isEqualTo(9);
    }

    /** Longer than the longest pause of a lane, so that those of other tests have found that they have nothing to do. */
    private void awaitRest() {
        Awaitility.await().during(Duration.ofMillis(800)).until(dispatcher::isAtRest);
    }

    private void endOpenMessagesOfOtherTests() {
        QuarkusTransaction.requiringNew()
                .run(() -> database.getCurrentSession()
                        .createNativeMutationQuery(
                                "UPDATE messages SET status = 'failed' WHERE status IN ('queued', 'sending')")
                        .executeUpdate());
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
