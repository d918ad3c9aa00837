package io.sanasend.api.security;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.keys.KeyCommands;
import io.quarkus.redis.datasource.value.ValueCommands;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * Slows down guessing. Attempts are counted before the password is looked at, per account name (whether or not there is
 * such a user) and per address, so that parallel guesses do not slip through. Counters live in Redis; without it logins
 * go on uncounted, since nobody could log in otherwise.
 */
@ApplicationScoped
public class LoginGuard {

    private static final Logger LOG = Logger.getLogger(LoginGuard.class);

    private final ValueCommands<String, Long> counters;
    private final KeyCommands<String> keys;
    private final SecurityConfig config;

    public LoginGuard(RedisDataSource redis, SecurityConfig config) {
        this.counters = redis.value(Long.class);
        this.keys = redis.key();
        this.config = config;
    }

    /**
     * Counts an attempt.
     *
     * @throws ApiException 429 when the account or the address had too many
     */
    public void admit(String username, InetAddress address) {
        try {
            admitOne(accountKey(username), config.loginAttemptsPerAccount());
            admitOne(addressKey(address), config.loginAttemptsPerAddress());
        } catch (ApiException refused) {
            throw refused;
        } catch (RuntimeException e) {
            // The Redis client has no common exception type of its own.
            LOG.warnf(
                    "Logins are not counted, Redis does not answer (%s)",
                    e.getClass().getSimpleName());
        }
    }

    /** The password was right: the attempts on the account are forgotten, and this one of the address. */
    public void succeeded(String username, InetAddress address) {
        try {
            keys.del(accountKey(username));
            counters.decr(addressKey(address));
        } catch (RuntimeException e) {
            LOG.warnf(
                    "Login counters are not reset, Redis does not answer (%s)",
                    e.getClass().getSimpleName());
        }
    }

    private void admitOne(String key, int limit) {
        long attempts = counters.incr(key);
        if (attempts == 1) {
            keys.pexpire(key, config.loginWindow());
        }
        if (attempts > limit) {
            long left = keys.pttl(key);
            if (left < 0) {
                // The expiry was lost between the two commands; a lock must not last for ever.
                keys.pexpire(key, config.loginWindow());
            }
            throw new ApiException(
                    ProblemType.RATE_LIMIT_EXCEEDED,
                    "Too many attempts to log in; try again later.",
                    left > 0 ? Duration.ofMillis(left) : config.loginWindow());
        }
    }

    private static String accountKey(String username) {
        return "sanasend:login:account:" + Digests.sha256Hex(username.strip().toLowerCase(Locale.ROOT));
    }

    private static String addressKey(InetAddress address) {
        return "sanasend:login:address:" + address.getHostAddress();
    }
}
