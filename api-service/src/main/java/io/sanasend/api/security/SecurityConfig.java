package io.sanasend.api.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Logins and where callers come from. */
@ConfigMapping(prefix = "sanasend.security")
public interface SecurityConfig {

    /** The RSA key that signs access tokens: PKCS#8 in PEM form, at least 2048 bits. */
    Path jwtKeyFile();

    /** Keys that signed before it, in the same form; tokens they signed stay good. */
    Optional<List<Path>> jwtRetiredKeyFiles();

    /** How long an access token is good for. */
    Duration accessTokenLife();

    /** Access tokens whose signature need not be checked again; the least used go first. */
    @WithDefault("10000")
    int rememberedTokens();

    /** How long a login lasts after it began or was renewed. */
    Duration refreshTokenLife();

    /** Logins a user may have at once; the oldest goes when there is one more. */
    @WithDefault("100")
    int maxLoginsPerUser();

    /** Addresses or blocks of reverse proxies whose {@code X-Forwarded-For} is believed; nobody's by default. */
    Optional<List<String>> trustedProxies();

    /**
     * Failed attempts to log in to one account within {@link #loginWindow} before it is locked. The first three tenths of
     * them are free; after that each has to wait.
     */
    @WithDefault("10")
    int loginAttemptsPerAccount();

    /** The same for one address, or one IPv6 network of 64 bits. */
    @WithDefault("50")
    int loginAttemptsPerAddress();

    /** How long attempts are counted after the last, and a lock lasts. */
    @WithDefault("PT15M")
    Duration loginWindow();

    /** The first pause after an attempt that was not free; doubled with each further one. */
    @WithDefault("PT1S")
    Duration loginFirstPause();

    /** No pause but a lock is longer. */
    @WithDefault("PT30S")
    Duration loginLongestPause();
}
