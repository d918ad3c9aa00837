package io.sanasend.api.limit;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * Counts API requests in Redis, by the generic cell rate algorithm: a whole quota may come at once, and then flows back
 * evenly, so that in any time t at most {@code quota + t · quota / minute} requests are let in, over all replicas. One
 * script decides and counts, in one round trip. Time is that of this replica; a window of tolerance bounds what clocks that
 * differ can do. Never blocks, and never fails: without Redis requests are let in.
 */
@ApplicationScoped
public class RequestLimits {

    /**
     * Kept is one number of a caller: when its whole quota is there again, in microseconds. A request moves it on by its
     * share of the window, unless that is further away than all shares together. Whole microseconds, so that nothing is
     * rounded: the shares of a quota are together at most a window. Answers the milliseconds to wait, how much is used,
     * and the microseconds until nothing is.
     */
    private static final RedisScript COUNT = new RedisScript("""
            local now, window, quota = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
            local share = math.max(1, math.floor(window / quota))
            local all = share * quota
            local full = tonumber(redis.call('GET', KEYS[1]) or '0')
            full = math.min(math.max(full, now), now + all)
            local wait = full + share - (now + all)
            if wait > 0 then
              return {math.ceil(wait / 1000), quota, full - now}
            end
            full = full + share
            local life = math.ceil((full - now + window) / 1000)
            redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', string.format('%.0f', life))
            return {0, math.ceil((full - now) / share), full - now}
            """);

    private final Redis redis;
    private final LimitConfig config;
    private final Outage outage;
    private final LimitMeter meter;
    private final Clock clock;

    public RequestLimits(Redis redis, LimitConfig config, Outage outage, LimitMeter meter, Clock clock) {
        this.redis = redis;
        this.config = config;
        this.outage = outage;
        this.meter = meter;
        this.clock = clock;
    }

    /** Counts one request, unless it is one too many. */
    public Future<Verdict> count(Requester requester) {
        Limit limit = requester.limit();
        if (!outage.mayAsk()) {
            meter.uncounted(limit);
            return Future.succeededFuture(new Verdict.Uncounted());
        }
        Instant now = clock.instant();
        long quota = quotaOf(limit);
        String key = "sanasend:limit:" + limit.id() + ":" + requester.id();
        long time = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        long window = TimeUnit.SECONDS.toMicros(limit.period().window().toSeconds());
        long asked = System.nanoTime();
        return COUNT.run(redis, key, time, window, quota)
                .timeout(config.patience().toMillis(), TimeUnit.MILLISECONDS)
                .map(answer -> counted(limit, quota, now, answer))
                .otherwise(failure -> uncounted(limit, failure, asked));
    }

    private long quotaOf(Limit limit) {
        return switch (limit) {
            case REQUESTS_PER_KEY -> config.requestsPerKey();
            case REQUESTS_PER_USER -> config.requestsPerUser();
            case REQUESTS_PER_ADDRESS -> config.requestsPerAddress();
            case MESSAGES_PER_DAY, MESSAGES_PER_MINUTE, LOGINS_PER_ACCOUNT, LOGINS_PER_ADDRESS ->
                throw new IllegalArgumentException(limit + " is not counted by request");
        };
    }

    private Verdict counted(Limit limit, long quota, Instant now, Response answer) {
        outage.answered();
        Duration wait = Duration.ofMillis(answer.get(0).toLong());
        Instant reset = now.plus(answer.get(2).toLong(), ChronoUnit.MICROS);
        Allowance allowance = new Allowance(limit, quota, answer.get(1).toLong(), reset);
        return wait.isZero() ? new Verdict.Admitted(allowance) : new Verdict.Refused(allowance, wait);
    }

    private Verdict uncounted(Limit limit, Throwable failure, long asked) {
        outage.suspect(failure, asked);
        meter.uncounted(limit);
        return new Verdict.Uncounted();
    }
}
