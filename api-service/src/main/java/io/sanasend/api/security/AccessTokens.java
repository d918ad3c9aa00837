package io.sanasend.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.build.Jwt;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;

/**
 * Access tokens: JWTs signed with RS256 that name a user and its login and nothing else. What the user may do, and whether
 * the login lasts, is looked up with each request. Tokens that proved good are remembered until they expire, because
 * verifying one costs more than all else a request does to be let in. Safe for use by many threads.
 */
@ApplicationScoped
public class AccessTokens {

    /** Issuer and audience, as application.properties has the parser expect them. */
    private static final String SANASEND = "sanasend";

    private static final String LOGIN = "sid";

    private final JWTParser parser;
    private final SigningKeys keys;
    private final SecurityConfig config;
    private final Clock clock;
    /** By the digest, so that memory holds no token. */
    private final Cache<ByteBuffer, AccessToken> verified;

    public AccessTokens(JWTParser parser, SigningKeys keys, SecurityConfig config, Clock clock) {
        this.parser = parser;
        this.keys = keys;
        this.config = config;
        this.clock = clock;
        this.verified = Caffeine.newBuilder()
                .maximumSize(config.rememberedTokens())
                .expireAfterWrite(config.accessTokenLife())
                .build();
    }

    /** A token of that login, good for {@link #life} from now. */
    public String issue(long userId, UUID loginId) {
        Instant now = clock.instant();
        return Jwt.issuer(SANASEND)
                .audience(SANASEND)
                .subject(Long.toString(userId))
                .claim(LOGIN, loginId.toString())
                .issuedAt(now)
                .expiresAt(now.plus(config.accessTokenLife()))
                .jws()
                .algorithm(SignatureAlgorithm.RS256)
                .keyId(keys.currentId())
                .sign(keys.current());
    }

    /** How long a new token is good. */
    public Duration life() {
        return config.accessTokenLife();
    }

    /**
     * What the token says.
     *
     * @throws ApiException if it is expired, or not one of ours
     */
    public AccessToken verify(String token) {
        ByteBuffer digest = ByteBuffer.wrap(Digests.sha256(token));
        AccessToken known = verified.getIfPresent(digest);
        if (known == null || !clock.instant().isBefore(known.expiresAt())) {
            known = verified(token);
            verified.put(digest, known);
        }
        return known;
    }

    private AccessToken verified(String token) {
        try {
            JsonWebToken content = parser.verify(token, keyOf(token));
            Instant expiry = Instant.ofEpochSecond(content.getExpirationTime());
            if (!clock.instant().isBefore(expiry)) {
                // The parser allows for clocks that differ. Here, who issues and who verifies are one.
                throw expired();
            }
            return new AccessToken(Long.parseLong(content.getSubject()), loginOf(content), expiry);
        } catch (ParseException e) {
            if (e.getCause() instanceof InvalidJwtException invalid && invalid.hasExpired()) {
                throw expired();
            }
            throw invalid();
        }
    }

    private static UUID loginOf(JsonWebToken content) {
        try {
            return UUID.fromString(String.valueOf(content.<Object>getClaim(LOGIN)));
        } catch (IllegalArgumentException _) {
            throw invalid();
        }
    }

    /** Only keys of ours verify; the parser lets no other algorithm than theirs through. */
    private RSAPublicKey keyOf(String token) {
        try {
            String id = JsonWebStructure.fromCompactSerialization(token).getKeyIdHeaderValue();
            return keys.byId(id).orElseThrow(AccessTokens::invalid);
        } catch (JoseException _) {
            throw invalid();
        }
    }

    private static ApiException expired() {
        return new ApiException(ProblemType.TOKEN_EXPIRED, "The access token has expired; refresh it or log in again.");
    }

    private static ApiException invalid() {
        return new ApiException(ProblemType.INVALID_CREDENTIALS, "The access token is not valid; log in again.");
    }
}
