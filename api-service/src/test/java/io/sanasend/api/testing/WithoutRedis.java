package io.sanasend.api.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The service while nothing answers where Redis should be, and with a memory short enough for a test. */
public final class WithoutRedis implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                // The discard port: nobody listens there.
                "quarkus.redis.hosts", "redis://127.0.0.1:9",
                "sanasend.cache.time-to-live", "PT0.5S",
                "test.redis-is-away", "true");
    }
}
