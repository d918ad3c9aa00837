package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.RestAssured;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.PackagedService;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.local.redis.RedisServer;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages are counted where they are stored: over two replicas N allowed means N allowed, whatever becomes of Redis meanwhile. */
@ApiTest
class MessageLimitOutageIT {

    private static final int CALLERS = 100;
    /** Of each caller, one after the other. */
    private static final int TRIES = 3;
    /** After so many answers something happens to Redis, with all callers still at it. */
    private static final int ANSWERS_BEFORE = 60;

    private static final int LIMIT = 10;
    private static final int PLENTY = 1_000;

    @Inject
    TestNumbers numbers;

    @Inject
    Vertx vertx;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void acceptsExactlyTenWhileRedisIsFlushedKilledAwayAndBroughtBack(@TempDir Path home) throws Exception {
        RedisServer first = RedisServer.start(home);
        Map<String, String> settings = Map.of("SANASEND_REDIS_URL", first.url());
        List<String> small = List.of("-Xmx256m");
        try (PackagedService one = PackagedService.start("limits-one", small, settings);
                PackagedService two = PackagedService.start("limits-two", small, settings)) {
            List<URL> replicas =
                    List.of(one.url("/api/v1/messages/send-text/"), two.url("/api/v1/messages/send-text/"));

            assertExact("flushed", replicas, () -> flush(first));
            assertExact("killed", replicas, () -> kill(first));
            assertExact("away", replicas, () -> {});
            try (RedisServer second = RedisServer.start(home)) {
                assertThat(second.url()).isEqualTo(first.url());
                assertExact("back", replicas, () -> {});
                kill(second);
            }
            List<RedisServer> third = new ArrayList<>();
            try {
                assertExact("brought back", replicas, () -> third.add(RedisServer.start(home)));
            } finally {
                third.forEach(RedisServer::close);
            }
        } finally {
            first.close();
        }
    }

    /** Of two users, one with a limit a minute and one with a limit a day, at once. */
    private void assertExact(String redis, List<URL> replicas, Runnable disturbance) throws Exception {
        Number byMinute = limited(PLENTY, LIMIT);
        Number byDay = limited(LIMIT, PLENTY);
        CountDownLatch before = new CountDownLatch(ANSWERS_BEFORE);
        List<Callable<List<Integer>>> calls = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            URL replica = replicas.get(caller % 2);
            calls.add(() -> answers(byMinute, replica, before));
            calls.add(() -> answers(byDay, replica, before));
        }

        List<Integer> ofMinute = new ArrayList<>();
        List<Integer> ofDay = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(2 * CALLERS)) {
            List<Future<List<Integer>>> asked =
                    calls.stream().map(callers::submit).toList();
            assertThat(before.await(60, TimeUnit.SECONDS)).isTrue();
            disturbance.run();
            for (int i = 0; i < asked.size(); i++) {
                (i % 2 == 0 ? ofMinute : ofDay).addAll(asked.get(i).get());
            }
        }

        for (List<Integer> answers : List.of(ofMinute, ofDay)) {
            assertThat(answers)
                    .as("with Redis " + redis)
                    .hasSize(CALLERS * TRIES)
                    .containsOnly(202, 429);
            assertThat(Collections.frequency(answers, 202))
                    .as("with Redis " + redis)
                    .isEqualTo(LIMIT);
        }
        assertThat(byMinute.tenant().messages()).isEqualTo(LIMIT);
        assertThat(byDay.tenant().messages()).isEqualTo(LIMIT);
    }

    private static List<Integer> answers(Number number, URL replica, CountDownLatch before) {
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            answers.add(RestAssured.given()
                    .spec(number.tenant().call())
                    .header("Prefer", "respond-async")
                    .body(Map.of("recipient", "+4915112345678", "message", "x"))
                    .post(replica)
                    .statusCode());
            before.countDown();
        }
        return answers;
    }

    private void flush(RedisServer redis) {
        Redis client = Redis.createClient(vertx, redis.url());
        client.send(Request.cmd(Command.FLUSHALL))
                .onComplete(_ -> client.close())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static void kill(RedisServer redis) {
        redis.process().orElseThrow().destroyForcibly();
        Awaitility.await().until(() -> !redis.isRunning());
    }

    private Number limited(int perDay, int perMinute) {
        Number number = numbers.linked(events);
        number.tenant().limit(perDay, perMinute);
        return number;
    }
}
