package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Replies;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The database goes away between an attempt and its settlement. */
@ApiTest
class DatabaseAwayIT {

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    TestLanes lanes;

    @Inject
    Dispatcher dispatcher;

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String username;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void settlesWithWhatItLearnedOnceTheDatabaseIsBack() throws Exception {
        Number number = numbers.linked(events);
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        worker.onSend(number.sessionId(), request -> {
            arrived.countDown();
            await(release);
            return Replies.taken(request);
        });
        long first = lanes.accept(number, "first");
        long second = lanes.accept(number, "second");
        dispatcher.wake();
        await(arrived);

        try (Connection elsewhere = connectElsewhere();
                Statement statement = elsewhere.createStatement()) {
            String name = url.substring(url.lastIndexOf('/') + 1).replaceAll("\\?.*", "");
            statement.execute("ALTER DATABASE \"" + name + "\" ALLOW_CONNECTIONS false");
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
            release.countDown();
            // Long enough for the settlement to fail at least once.
            Awaitility.await()
                    .pollDelay(Duration.ofSeconds(2))
                    .until(() -> worker.handed(number.sessionId()).size() == 1);
            statement.execute("ALTER DATABASE \"" + name + "\" ALLOW_CONNECTIONS true");
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> "sent".equals(lanes.message(second, "status")));
        assertThat(lanes.message(first, "status")).isEqualTo("sent");
        assertThat(worker.handed(number.sessionId())).hasSize(2);
        assertThat(worker.calls(number.sessionId())).noneMatch(call -> call.startsWith("GET"));
    }

    /** A connection that an outage of the service's database does not concern. */
    private Connection connectElsewhere() throws SQLException {
        return DriverManager.getConnection(
                url.substring(0, url.lastIndexOf('/') + 1) + "template1", username, password);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
