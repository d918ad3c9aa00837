package io.sanasend.api.limit;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;

/**
 * Counts in groups, by one script: while a group is on its way to Redis and back, what comes meanwhile gathers, and is the
 * next group. So a busy process shares a round trip among many requests, and a request by itself waits for nobody. Never
 * blocks; answers come on a thread of Vert.x. Safe for use by many threads.
 */
final class GroupCount {

    private static final Logger LOG = Logger.getLogger(GroupCount.class);

    /** Bounds how long one script keeps Redis from others. */
    private static final int MOST = 128;

    /**
     * Kept is one number of a caller: when its whole quota is there again, in microseconds. A request moves it on by its
     * share of the window, unless that is further away than all shares together. Whole microseconds, so that nothing is
     * rounded: the shares of a quota are together at most a window. Answers for each key the milliseconds to wait, how much
     * is used, and the microseconds until nothing is.
     */
    private static final RedisScript COUNT = new RedisScript("""
            local answer = {}
            for i, key in ipairs(KEYS) do
              local at = 3 * i - 2
              local now, window, quota = tonumber(ARGV[at]), tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
              local share = math.max(1, math.floor(window / quota))
              local all = share * quota
              local full = tonumber(redis.call('GET', key) or '0')
              full = math.min(math.max(full, now), now + all)
              local wait = full + share - (now + all)
              if wait > 0 then
                answer[at], answer[at + 1] = math.ceil(wait / 1000), quota
              else
                full = full + share
                local life = math.ceil((full - now + window) / 1000)
                redis.call('SET', key, string.format('%.0f', full), 'PX', string.format('%.0f', life))
                answer[at], answer[at + 1] = 0, math.ceil((full - now) / share)
              end
              answer[at + 2] = full - now
            end
            return answer
            """);

    private final Redis redis;
    private final Duration patience;
    private final Queue<Waiting> gathered = new ArrayDeque<>();
    private boolean underWay;

    /** @param patience how long one group may take */
    GroupCount(Redis redis, Duration patience) {
        this.redis = redis;
        this.patience = patience;
    }

    /**
     * One request.
     *
     * @param now in microseconds since 1970
     * @param window in microseconds
     */
    record Counted(String key, long now, long window, long quota) {}

    /**
     * What came of it.
     *
     * @param delay in milliseconds until one is let in, zero if this one is
     * @param used of the quota
     * @param reset in microseconds until nothing is used
     */
    record Count(long delay, long used, long reset) {}

    private record Waiting(Counted request, long since, Promise<Count> answer) {}

    /** What goes to Redis together, and what waited too long for that. */
    private record Group(List<Waiting> members, List<Waiting> late) {

        static final Group NONE = new Group(List.of(), List.of());
    }

    /** Counts one request. If Redis does not answer it fails, at the latest with the group after the one it came upon. */
    Future<Count> count(Counted request) {
        Waiting waiting = new Waiting(request, System.nanoTime(), Promise.promise());
        send(joined(waiting));
        return waiting.answer().future();
    }

    private synchronized Group joined(Waiting waiting) {
        gathered.add(waiting);
        return underWay ? Group.NONE : next();
    }

    private synchronized Group next() {
        Group group = new Group(new ArrayList<>(), new ArrayList<>());
        long oldest = System.nanoTime() - patience.toNanos();
        while (group.members().size() < MOST && !gathered.isEmpty()) {
            Waiting waiting = gathered.remove();
            (waiting.since() - oldest < 0 ? group.late() : group.members()).add(waiting);
        }
        underWay = !group.members().isEmpty();
        return group;
    }

    private void send(Group group) {
        if (!group.members().isEmpty()) {
            begin(group.members());
        }
        for (Waiting late : group.late()) {
            tell(late, () -> late.answer().fail(new TimeoutException("waited behind others")));
        }
    }

    private void begin(List<Waiting> members) {
        ask(members).timeout(patience.toMillis(), TimeUnit.MILLISECONDS).onComplete(answer -> {
            // First, so that Redis has work meanwhile.
            send(next());
            tell(members, answer);
        });
    }

    private Future<Response> ask(List<Waiting> members) {
        try {
            return COUNT.run(redis, keys(members), arguments(members));
        } catch (RuntimeException e) {
            // Whoever waits hears of it as of any other failure.
            return Future.failedFuture(e);
        }
    }

    private static List<String> keys(List<Waiting> members) {
        return members.stream().map(waiting -> waiting.request().key()).toList();
    }

    private static long[] arguments(List<Waiting> members) {
        return members.stream()
                .map(Waiting::request)
                .flatMapToLong(request -> LongStream.of(request.now(), request.window(), request.quota()))
                .toArray();
    }

    private static void tell(List<Waiting> members, AsyncResult<Response> answer) {
        for (int i = 0; i < members.size(); i++) {
            Promise<Count> promise = members.get(i).answer();
            int at = 3 * i;
            tell(members.get(i), () -> {
                if (answer.succeeded()) {
                    promise.complete(count(answer.result(), at));
                } else {
                    promise.fail(answer.cause());
                }
            });
        }
    }

    /** What goes wrong with one request is not to keep the others from hearing. */
    private static void tell(Waiting waiting, Runnable answering) {
        try {
            answering.run();
        } catch (RuntimeException e) {
            LOG.error("A request was counted and could not go on", e);
            waiting.answer().tryFail(e);
        }
    }

    private static Count count(Response answers, int at) {
        return new Count(number(answers, at), number(answers, at + 1), number(answers, at + 2));
    }

    private static long number(Response answers, int at) {
        return answers.get(at).toLong();
    }
}
