package io.sanasend.api.cache;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is remembered of the database between requests: users, logins and API keys. */
@ConfigMapping(prefix = "sanasend.cache")
public interface CacheConfig {

    /**
     * How long a row is remembered. A change drops it at once on every replica; this is how long a change by another
     * replica can go unseen while Redis is away.
     */
    @WithDefault("PT5S")
    Duration timeToLive();

    /** Rows of each kind that are remembered; the least used go first. */
    @WithDefault("10000")
    int maxEntries();
}
