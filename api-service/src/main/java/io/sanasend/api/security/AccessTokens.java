package io.sanasend.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * Access tokens of logins: JWTs signed with HS256 that name a user and nothing else. What the user may do is read
 * with each request, so that a deactivation takes effect at once. Tokens that proved good are remembered until they
 * expire, because verifying one costs more than all else a request does to be let in.
 */
@ApplicationScoped
public class AccessTokens {

    private static final String ISSUER = "sanasend";

    private final JWTParser parser;
    private final SecretKey key;
    private final SecurityConfig config;
    private final Clock clock;
    /** By the digest, so that memory holds no token. */
    private final Cache<ByteBuffer, Verified> verified;

    /** What a good token says. */
    private record Verified(long userId, Instant expiresAt) {}

    public AccessTokens(JWTParser parser, SecurityConfig config, Clock clock) {
        this.parser = parser;
        this.key = new SecretKeySpec(config.jwtSecret().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        this.config = config;
        this.clock = clock;
        this.verified = Caffeine.newBuilder()
                .maximumSize(config.rememberedTokens())
                .expireAfterWrite(config.accessTokenLife())
                .build();
    }

    /** A token for the user, good for the configured time from now. */
    public String issue(long userId) {
        Instant now = clock.instant();
        return Jwt.issuer(ISSUER)
                .subject(Long.toString(userId))
                .issuedAt(now)
                .expiresAt(now.plus(config.accessTokenLife()))
                .sign(key);
    }

    /**
     * The user a token names.
     *
     * @throws ApiException if it is expired, or not one of ours
     */
    public long userOf(String token) {
        ByteBuffer digest = ByteBuffer.wrap(Digests.sha256(token));
        Verified known = verified.getIfPresent(digest);
        if (known == null || !clock.instant().isBefore(known.expiresAt())) {
            known = verified(token);
            verified.put(digest, known);
        }
        return known.userId();
    }

    private Verified verified(String token) {
        try {
            JsonWebToken content = parser.verify(token, key);
            return new Verified(
                    Long.parseLong(content.getSubject()), Instant.ofEpochSecond(content.getExpirationTime()));
        } catch (ParseException e) {
            if (e.getCause() instanceof InvalidJwtException invalid && invalid.hasExpired()) {
                throw new ApiException(
                        ProblemType.TOKEN_EXPIRED, "The access token has expired; refresh it or log in again.");
            }
            throw new ApiException(ProblemType.INVALID_CREDENTIALS, "The access token is not valid; log in again.");
        }
    }
}
