package io.sanasend.api.security;

import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * Access tokens of logins: JWTs signed with HS256 that name a user and nothing else. What the user may do is read
 * with each request, so that a deactivation takes effect at once.
 */
@ApplicationScoped
public class AccessTokens {

    private static final String ISSUER = "sanasend";

    private final JWTParser parser;
    private final SecretKey key;
    private final SecurityConfig config;
    private final Clock clock;

    public AccessTokens(JWTParser parser, SecurityConfig config, Clock clock) {
        this.parser = parser;
        this.key = new SecretKeySpec(config.jwtSecret().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        this.config = config;
        this.clock = clock;
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
        try {
            return Long.parseLong(parser.verify(token, key).getSubject());
        } catch (ParseException e) {
            if (e.getCause() instanceof InvalidJwtException invalid && invalid.hasExpired()) {
                throw new ApiException(
                        ProblemType.TOKEN_EXPIRED, "The access token has expired; refresh it or log in again.");
            }
            throw new ApiException(ProblemType.INVALID_CREDENTIALS, "The access token is not valid; log in again.");
        }
    }
}
