package io.sanasend.api.security;

import io.quarkus.redis.datasource.RedisDataSource;
import io.sanasend.api.limit.Allowance;
import io.sanasend.api.limit.Limit;
import io.sanasend.api.limit.LimitExceeded;
import io.sanasend.api.limit.LimitMeter;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Slows down guessing, per account name (whether or not there is such a user) and per address. Some attempts are free,
 * then each has to wait longer after the one before, and in the end there is a lock. Attempts are counted before the
 * password is looked at, so that parallel guesses do not slip through; a refused one is not counted, so that who waits as
 * long as it is told is let in. Counters live in Redis; without it logins go on uncounted, since nobody could log in
 * otherwise.
 */
@ApplicationScoped
public class LoginGuard {

    private static final Logger LOG = Logger.getLogger(LoginGuard.class);

    /**
     * Either counts the attempt on both keys and answers 0, or counts nothing and answers the milliseconds to wait, for
     * which of the keys, and its attempts. Time is Redis' own, the same for all replicas. Of a key there is n, the attempts,
     * and u, until when none is let in.
     */
    private static final String ADMIT = """
            local t = redis.call('TIME')
            local now = t[1] * 1000 + math.floor(t[2] / 1000)
            local window, first, longest = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
            local wait, tightest = 0, 1
            for i = 1, 2 do
              local left = tonumber(redis.call('HGET', KEYS[i], 'u') or '0') - now
              if left > wait then wait, tightest = left, i end
            end
            if wait > 0 then return {wait, tightest, tonumber(redis.call('HGET', KEYS[tightest], 'n') or '0')} end
            for i = 1, 2 do
              local limit = tonumber(ARGV[3 + i])
              local free = math.floor(limit * 3 / 10)
              local n = redis.call('HINCRBY', KEYS[i], 'n', 1)
              local pause = 0
              if n >= limit then pause = window
              elseif n > free then pause = math.min(first * 2 ^ (n - free - 1), longest) end
              redis.call('HSET', KEYS[i], 'u', string.format('%.0f', now + pause))
              redis.call('PEXPIRE', KEYS[i], window)
            end
            return {0}
            """;

    /** Forgets the account; takes the one attempt back from the address, and the pause it brought. */
    private static final String SUCCEEDED = """
            redis.call('DEL', KEYS[1])
            if redis.call('EXISTS', KEYS[2]) == 1 and redis.call('HINCRBY', KEYS[2], 'n', -1) >= 0 then
              redis.call('HSET', KEYS[2], 'u', '0')
            end
            return 0
            """;

    private final RedisDataSource redis;
    private final SecurityConfig config;
    private final LimitMeter meter;
    private final Clock clock;
    /** So that an outage is logged once, not with each login. */
    private final AtomicBoolean outageLogged = new AtomicBoolean();

    public LoginGuard(RedisDataSource redis, SecurityConfig config, LimitMeter meter, Clock clock) {
        this.redis = redis;
        this.config = config;
        this.meter = meter;
        this.clock = clock;
    }

    /**
     * Counts an attempt.
     *
     * @throws LimitExceeded when the account or the address had too many
     */
    public void admit(String username, InetAddress address) {
        Optional<Response> answer = counted(() -> redis.execute(
                "EVAL",
                ADMIT,
                "2",
                accountKey(username),
                addressKey(address),
                Long.toString(config.loginWindow().toMillis()),
                Long.toString(config.loginFirstPause().toMillis()),
                Long.toString(config.loginLongestPause().toMillis()),
                Integer.toString(config.loginAttemptsPerAccount()),
                Integer.toString(config.loginAttemptsPerAddress())));
        if (answer.isEmpty()) {
            meter.uncounted(Limit.LOGINS_PER_ACCOUNT);
            meter.uncounted(Limit.LOGINS_PER_ADDRESS);
        }
        answer.filter(refusal -> refusal.get(0).toLong() > 0).ifPresent(this::refuse);
    }

    private void refuse(Response refusal) {
        Duration wait = Duration.ofMillis(refusal.get(0).toLong());
        boolean ofAccount = refusal.get(1).toLong() == 1;
        Limit limit = ofAccount ? Limit.LOGINS_PER_ACCOUNT : Limit.LOGINS_PER_ADDRESS;
        long quota = ofAccount ? config.loginAttemptsPerAccount() : config.loginAttemptsPerAddress();
        meter.refused(limit);
        throw new LimitExceeded(
                new Allowance(
                        limit, quota, refusal.get(2).toLong(), clock.instant().plus(wait)),
                wait,
                "Too many attempts to log in; try again later.");
    }

    /** The password was right: the attempts on the account are forgotten, and this one of the address. */
    public void succeeded(String username, InetAddress address) {
        counted(() -> redis.execute("EVAL", SUCCEEDED, "2", accountKey(username), addressKey(address)));
    }

    private Optional<Response> counted(Supplier<Response> script) {
        try {
            Response answer = script.get();
            if (outageLogged.getAndSet(false)) {
                LOG.info("Redis answers again: attempts to log in are counted");
            }
            return Optional.of(answer);
        } catch (RuntimeException e) {
            // The Redis client has no common exception type of its own.
            if (!outageLogged.getAndSet(true)) {
                LOG.warnf(
                        "Attempts to log in are not counted, Redis does not answer (%s)",
                        e.getClass().getSimpleName());
            }
            return Optional.empty();
        }
    }

    private static String accountKey(String username) {
        return "sanasend:{login}:account:" + Digests.sha256Hex(username.strip().toLowerCase(Locale.ROOT));
    }

    private static String addressKey(InetAddress address) {
        return "sanasend:{login}:address:" + ClientAddress.sourceOf(address);
    }
}
