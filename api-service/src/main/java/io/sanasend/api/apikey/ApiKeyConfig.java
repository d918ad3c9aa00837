package io.sanasend.api.apikey;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** API keys. */
@ConfigMapping(prefix = "sanasend.api-keys")
public interface ApiKeyConfig {

    /** Keys the hashes of all secrets; with another pepper no key is valid any more. At least 32 characters. */
    String pepper();

    /** How old the stored time of last use may get; a write for every request would cost more than it tells. */
    @WithDefault("PT5M")
    Duration lastUsedPrecision();

    /** Keys a user may have at once. */
    @WithDefault("50")
    int maxPerUser();
}
