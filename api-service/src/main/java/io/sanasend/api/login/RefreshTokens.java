package io.sanasend.api.login;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.sanasend.api.security.Digests;
import io.sanasend.api.security.SecurityConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Refresh tokens: opaque to the caller, stored as hashes. For use within a transaction. */
@ApplicationScoped
class RefreshTokens implements PanacheRepository<RefreshToken> {

    private static final int SECRET_BYTES = 32;

    private final RandomGenerator random;
    private final SecurityConfig config;

    RefreshTokens(RandomGenerator random, SecurityConfig config) {
        this.random = random;
        this.config = config;
    }

    /** A new token of that login. It is told once and cannot be read again. */
    String issue(UUID loginId, Instant now) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        persist(new RefreshToken(loginId, Digests.sha256(token), now, expiry(now)));
        return token;
    }

    /** When a login, and its newest token, ends that is made or renewed now. */
    Instant expiry(Instant now) {
        return now.plus(config.refreshTokenLife());
    }

    Optional<RefreshToken> known(String token) {
        return find("tokenHash", Digests.sha256(token)).singleResultOptional();
    }
}
