package io.sanasend.api.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many requests are allowed in a minute, and how long counting one may take. */
@ConfigMapping(prefix = "sanasend.limits")
public interface LimitConfig {

    /** With one API key. */
    @WithDefault("600")
    int requestsPerKey();

    /** With the access tokens of all logins of one user together. */
    @WithDefault("600")
    int requestsPerUser();

    /** Without a credential, or with one that is not good, from one address or one IPv6 network of 64 bits. */
    @WithDefault("60")
    int requestsPerAddress();

    /**
     * How long Redis may take to count; then requests go on uncounted, since no answer may depend on Redis. A request that comes while
     * others are being counted waits for these as well, so two times this at most.
     */
    @WithDefault("PT0.5S")
    Duration patience();
}
