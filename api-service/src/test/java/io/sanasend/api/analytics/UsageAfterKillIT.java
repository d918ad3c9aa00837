package io.sanasend.api.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.path.json.JsonPath;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.PackagedService;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A service that is killed under load loses the last second of its log at most, and no figure is wrong for it. */
@ApiTest
class UsageAfterKillIT {

    private static final int ENOUGH = 250;
    private static final Duration MAY_BE_LOST = Duration.ofSeconds(1);

    @Inject
    TestNumbers numbers;

    @Inject
    EntityManager database;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    private final Map<String, Instant> answered = new ConcurrentHashMap<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void keepsFiguresTrue() throws Exception {
        Number number = numbers.linked(events);
        number.tenant().limit(1_000_000, 10_000);
        Instant killed;

        try (PackagedService service = PackagedService.start("killed", List.of("-Xmx256m"), Map.of());
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 3; caller++) {
                String name = "caller" + caller;
                callers.submit(() -> send(service, number, name));
            }
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> answered.size() >= ENOUGH);
            killed = Instant.now();
            service.kill();
            over.set(true);
            callers.shutdown();
            assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(lostOf(killed.minus(MAY_BE_LOST))).isEmpty();
        Awaitility.await().untilAsserted(() -> assertThat(figures(number)).isEqualTo(rows(number)));
        assertThat(rows(number).getFirst())
                .isGreaterThanOrEqualTo(accepted.get())
                .isPositive();
    }

    private Void send(PackagedService service, Number number, String caller)
            throws IOException, InterruptedException, URISyntaxException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; !over.get(); i++) {
                String id = caller + "-" + i;
                HttpRequest request = HttpRequest.newBuilder(
                                service.url("/api/v1/messages/send-text/").toURI())
                        .header("Authorization", "Bearer " + number.tenant().token())
                        .header("Content-Type", "application/json")
                        .header("Prefer", "respond-async")
                        .header("X-Request-Id", id)
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"recipient\": \"+4915112345678\", \"message\": \"one of many\"}"))
                        .build();
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 202) {
                    accepted.incrementAndGet();
                }
                answered.put(id, Instant.now());
            }
        }
        return null;
    }

    /** Requests answered before that time that are not in the log. */
    private Set<String> lostOf(Instant before) {
        Set<String> lost = new HashSet<>(answered.keySet());
        lost.removeIf(id -> !answered.get(id).isBefore(before));
        assertThat(lost).isNotEmpty();
        List<?> logged = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "SELECT request_id FROM api_requests WHERE request_id LIKE 'caller%'", String.class)
                        .getResultList());
        lost.removeAll(logged);
        return lost;
    }

    private List<Long> figures(Number number) {
        JsonPath totals = TestCallers.admin()
                .bare()
                .get("/api/v1/analytics/usage-summary/?days=2&user="
                        + number.tenant().id())
                .jsonPath();
        return List.of(
                totals.getLong("data.totals.messages_accepted"),
                totals.getLong("data.totals.messages_sent"),
                totals.getLong("data.totals.messages_failed"),
                totals.getLong("data.totals.messages_open"),
                totals.getLong("data.totals.api_requests"));
    }

    private List<Long> rows(Number number) {
        Object[] row = (Object[]) QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("""
                SELECT count(*), count(*) FILTER (WHERE status IN ('sent', 'delivered', 'read')),
                    count(*) FILTER (WHERE status IN ('failed', 'expired')),
                    count(*) FILTER (WHERE status IN ('queued', 'sending')),
                    (SELECT count(*) FROM api_requests WHERE user_id = :user)
                FROM messages WHERE user_id = :user""")
                        .setParameter("user", (long) number.tenant().id())
                        .getSingleResult());
        return List.of((Long) row[0], (Long) row[1], (Long) row[2], (Long) row[3], (Long) row[4]);
    }
}
