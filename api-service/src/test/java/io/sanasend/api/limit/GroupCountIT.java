package io.sanasend.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.api.limit.GroupCount.Count;
import io.sanasend.api.limit.GroupCount.Counted;
import io.sanasend.local.redis.RedisServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests of the same moment share round trips to a real Redis, and each hears what came of itself. */
class GroupCountIT {

    private static final long NOW = 1_700_000_000_000_000L;
    private static final long MINUTE = 60_000_000;
    private static final Pattern CALLS = Pattern.compile("cmdstat_evalsha:calls=([0-9]+)");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatComesWhileOthersAreCountedIsCountedTogether(@TempDir Path home) {
        try (RedisServer server = RedisServer.start(home)) {
            Redis redis = Redis.createClient(vertx, server.url());
            GroupCount counts = new GroupCount(redis, Duration.ofSeconds(20));
            joined(counts.count(request("first", 10)));
            long before = calls(redis);

            List<Count> answers = duringAPause(
                    redis,
                    () -> IntStream.range(0, 300)
                            .mapToObj(i -> counts.count(request("caller " + i, 10)))
                            .toList());

            assertThat(answers).hasSize(300).allMatch(answer -> answer.delay() == 0 && answer.used() == 1);
            // One alone, 128, 128, and the other 43.
            assertThat(calls(redis) - before).isEqualTo(4);
        }
    }

    @Test
    void eachHearsWhatCameOfItselfInTheOrderTheyCame(@TempDir Path home) {
        try (RedisServer server = RedisServer.start(home)) {
            Redis redis = Redis.createClient(vertx, server.url());
            GroupCount counts = new GroupCount(redis, Duration.ofSeconds(20));

            List<Count> answers = duringAPause(
                    redis,
                    () -> IntStream.range(0, 12)
                            .mapToObj(i -> counts.count(request(i % 2 == 0 ? "small" : "large", i % 2 == 0 ? 3 : 100)))
                            .toList());

            assertThat(ofEven(answers)).extracting(Count::used).containsExactly(1L, 2L, 3L, 3L, 3L, 3L);
            assertThat(ofEven(answers)).extracting(Count::delay).containsExactly(0L, 0L, 0L, 20_000L, 20_000L, 20_000L);
            assertThat(ofEven(answers).getLast().reset()).isEqualTo(MINUTE);
            assertThat(ofOdd(answers)).extracting(Count::used).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
            assertThat(ofOdd(answers)).extracting(Count::delay).containsOnly(0L);
        }
    }

    @Test
    void nobodyWaitsForEverForARedisThatHangs() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            GroupCount counts = new GroupCount(
                    Redis.createClient(vertx, "redis://127.0.0.1:" + mute.getLocalPort()), Duration.ofMillis(250));

            List<Future<Count>> answers = IntStream.range(0, 1_000)
                    .mapToObj(i -> counts.count(request("caller " + i, 10)))
                    .toList();

            Awaitility.await().until(() -> answers.stream().allMatch(Future::failed));
            Future<Count> later = counts.count(request("later", 10));
            Awaitility.await().until(later::failed);
        }
    }

    private interface Requests {
        List<Future<Count>> begin();
    }

    /** Redis runs no script until all of them are begun. */
    private static List<Count> duringAPause(Redis redis, Requests requests) {
        joined(redis.send(Request.cmd(Command.CLIENT)
                .arg("PAUSE")
                .arg(Duration.ofMinutes(1).toMillis())
                .arg("WRITE")));
        List<Future<Count>> answers = requests.begin();
        assertThat(answers).noneMatch(Future::isComplete);
        joined(redis.send(Request.cmd(Command.CLIENT).arg("UNPAUSE")));
        return answers.stream().map(GroupCountIT::joined).toList();
    }

    private static List<Count> ofEven(List<Count> answers) {
        return IntStream.range(0, answers.size())
                .filter(i -> i % 2 == 0)
                .mapToObj(answers::get)
                .toList();
    }

    private static List<Count> ofOdd(List<Count> answers) {
        return IntStream.range(0, answers.size())
                .filter(i -> i % 2 == 1)
                .mapToObj(answers::get)
                .toList();
    }

    private static long calls(Redis redis) {
        Response figures = joined(redis.send(Request.cmd(Command.INFO).arg("commandstats")));
        Matcher calls = CALLS.matcher(figures.toString());
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    private static Counted request(String key, long quota) {
        return new Counted(key, NOW, MINUTE, quota);
    }

    private static <T> T joined(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
