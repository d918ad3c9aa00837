package io.sanasend.api.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Logins and where callers come from. */
@ConfigMapping(prefix = "sanasend.security")
public interface SecurityConfig {

    /** Signs access tokens; at least 32 characters. */
    String jwtSecret();

    /** How long an access token is good for. Short, because it is not looked up anywhere but for its user. */
    Duration accessTokenLife();

    /** Access tokens whose signature need not be checked again; the least used go first. */
    @WithDefault("10000")
    int rememberedTokens();

    /** How long a login can be renewed. */
    Duration refreshTokenLife();

    /** Addresses or blocks of reverse proxies whose {@code X-Forwarded-For} is believed; nobody's by default. */
    Optional<List<String>> trustedProxies();

    /** Attempts to log in to one account within {@link #loginWindow}, right or wrong, before it is locked. */
    @WithDefault("10")
    int loginAttemptsPerAccount();

    /** Failed attempts to log in from one address within {@link #loginWindow} before it is locked. */
    @WithDefault("50")
    int loginAttemptsPerAddress();

    /** How long attempts are counted, and a lock lasts. */
    @WithDefault("PT15M")
    Duration loginWindow();
}
