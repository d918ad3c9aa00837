package io.sanasend.api.limit;

import io.vertx.core.Future;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * Counts API requests in Redis, by the generic cell rate algorithm: a whole quota may come at once, and then flows back
 * evenly, so that in any time t at most {@code quota + t · quota / minute} requests are let in, over all replicas. One
 * script decides and counts, in one round trip, which requests of the same moment share. Time is that of this replica; a
 * window of tolerance bounds what clocks that differ can do. Never blocks, and never fails: without Redis requests are let in.
 */
@ApplicationScoped
public class RequestLimits {

    private final GroupCount counts;
    private final LimitConfig config;
    private final Outage outage;
    private final LimitMeter meter;
    private final Clock clock;

    public RequestLimits(Redis redis, LimitConfig config, Outage outage, LimitMeter meter, Clock clock) {
        this.counts = new GroupCount(redis, config.patience());
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
        return counts.count(new GroupCount.Counted(key, time, window, quota))
                .map(count -> counted(limit, quota, now, count))
                .otherwise(failure -> uncounted(limit, failure));
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

    private Verdict counted(Limit limit, long quota, Instant now, GroupCount.Count count) {
        outage.answered();
        Duration wait = Duration.ofMillis(count.delay());
        Allowance allowance = new Allowance(limit, quota, count.used(), now.plus(count.reset(), ChronoUnit.MICROS));
        return wait.isZero() ? new Verdict.Admitted(allowance) : new Verdict.Refused(allowance, wait);
    }

    private Verdict uncounted(Limit limit, Throwable failure) {
        outage.suspect(failure);
        meter.uncounted(limit);
        return new Verdict.Uncounted();
    }
}
