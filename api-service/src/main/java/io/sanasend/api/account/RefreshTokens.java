package io.sanasend.api.account;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.quarkus.scheduler.Scheduled;
import io.sanasend.api.security.Digests;
import io.sanasend.api.security.SecurityConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Refresh tokens: opaque to the caller, stored as hashes. All that descend from one login form a family. */
@ApplicationScoped
public class RefreshTokens implements PanacheRepository<RefreshToken> {

    private static final int SECRET_BYTES = 32;

    private final RandomGenerator random;
    private final SecurityConfig config;
    private final Clock clock;

    RefreshTokens(RandomGenerator random, SecurityConfig config, Clock clock) {
        this.random = random;
        this.config = config;
        this.clock = clock;
    }

    /** A token that starts a new family. It is told once and cannot be read again. */
    @Transactional
    String begin(long userId) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        UUID family = new UUID(random.nextLong(), random.nextLong());
        Instant now = clock.instant();
        persist(new RefreshToken(userId, family, Digests.sha256(token), now, now.plus(config.refreshTokenLife())));
        return token;
    }

    /** Ends all logins of the user. */
    @Transactional
    public void endAllOf(long userId) {
        delete("userId", userId);
    }

    /** Forgets those that no longer renew anything. */
    @Scheduled(every = "1h", delayed = "5m")
    @Transactional
    void forgetExpired() {
        delete("expiresAt < ?1", clock.instant());
    }
}
