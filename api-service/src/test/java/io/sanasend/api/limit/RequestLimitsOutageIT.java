package io.sanasend.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sanasend.local.redis.RedisServer;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis taken away and brought back: requests go on, and never wait for it for long. */
class RequestLimitsOutageIT {

    private static final Requester CALLER = new Requester(Limit.REQUESTS_PER_KEY, "1");
    private static final int QUOTA = 5;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @AfterEach
    void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void letsRequestsInWhileRedisIsAwayAndCountsThemOnceItIsBack(@TempDir Path home) {
        RequestLimits limits;
        try (RedisServer redis = RedisServer.start(home)) {
            limits = limitsOf(redis.url());
            spend(limits);
            assertThat(count(limits)).isInstanceOf(Verdict.Refused.class);

            redis.process().orElseThrow().destroyForcibly();
            Awaitility.await().until(() -> !redis.isRunning());
            Awaitility.await().until(() -> count(limits) instanceof Verdict.Uncounted);
            assertThat(IntStream.range(0, 100).mapToObj(_ -> count(limits)))
                    .allMatch(Verdict.Uncounted.class::isInstance);
            assertThat(metrics.get("sanasend.limits.uncounted")
                            .tag("limit", "requests-per-key")
                            .counter()
                            .count())
                    .isGreaterThan(100);
        }

        try (RedisServer _ = RedisServer.start(home)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> !(count(limits) instanceof Verdict.Uncounted));
            assertThat(count(limits)).isNotInstanceOf(Verdict.Uncounted.class);
        }
    }

    @Test
    void beginsAnewAfterRedisForgotEverything(@TempDir Path home) {
        try (RedisServer redis = RedisServer.start(home)) {
            RequestLimits limits = limitsOf(redis.url());
            spend(limits);

            Redis.createClient(vertx, redis.url())
                    .send(Request.cmd(Command.FLUSHALL))
                    .compose(_ -> Redis.createClient(vertx, redis.url())
                            .send(Request.cmd(Command.SCRIPT).arg("FLUSH")))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();

            spend(limits);
            assertThat(count(limits)).isInstanceOf(Verdict.Refused.class);
        }
    }

    @Test
    void losesItsPatienceWithARedisThatHangsOnceASecondAtMost() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            RequestLimits limits = limitsOf("redis://127.0.0.1:" + mute.getLocalPort());
            long begin = System.nanoTime();

            assertThat(IntStream.range(0, 1_000).mapToObj(_ -> count(limits)))
                    .allMatch(Verdict.Uncounted.class::isInstance);

            // One by one they would take four minutes.
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        }
    }

    /** A process that is slow for a moment lets nobody in uncounted but those who waited. */
    @Test
    void takesOneSlowAnswerForNoOutage(@TempDir Path home) {
        try (RedisServer server = RedisServer.start(home)) {
            RequestLimits limits = limitsOf(server.url(), Duration.ofSeconds(2));
            spend(limits);
            Redis redis = Redis.createClient(vertx, server.url());

            pause(redis, Duration.ofMinutes(1));
            assertThat(count(limits)).isInstanceOf(Verdict.Uncounted.class);
            redis.send(Request.cmd(Command.CLIENT).arg("UNPAUSE"))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();

            assertThat(count(limits)).isInstanceOf(Verdict.Refused.class);
        }
    }

    /** Redis runs no script. */
    private static void pause(Redis redis, Duration time) {
        redis.send(Request.cmd(Command.CLIENT).arg("PAUSE").arg(time.toMillis()).arg("WRITE"))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static void spend(RequestLimits limits) {
        for (int i = 0; i < QUOTA; i++) {
            assertThat(count(limits)).isInstanceOf(Verdict.Admitted.class);
        }
    }

    private static Verdict count(RequestLimits limits) {
        return limits.count(CALLER).toCompletionStage().toCompletableFuture().join();
    }

    private RequestLimits limitsOf(String url) {
        return limitsOf(url, Duration.ofMillis(250));
    }

    private RequestLimits limitsOf(String url, Duration patience) {
        Quota quota = new Quota(QUOTA, patience);
        return new RequestLimits(
                Redis.createClient(vertx, url), quota, new Outage(quota), new LimitMeter(metrics), Clock.systemUTC());
    }
}
