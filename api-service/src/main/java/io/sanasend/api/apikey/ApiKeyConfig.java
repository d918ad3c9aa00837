package io.sanasend.api.apikey;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** API keys. */
@ConfigMapping(prefix = "sanasend.api-keys")
public interface ApiKeyConfig {

    /** Keys the hashes of all secrets; with another pepper no key is valid any more. At least 32 characters. */
    String pepper();

    /** How often the times of last use are written, all in one statement; a crash loses those since the last time. */
    @WithDefault("PT5S")
    Duration lastUsedInterval();

    /** Keys a user may have at once. */
    @WithDefault("50")
    int maxPerUser();
}
