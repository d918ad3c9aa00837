package io.sanasend.api.usage;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A service with clocks that are changed, which does nothing by itself: what is rolled up, and when, is up to the test. */
public final class QuietInBerlin implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("sanasend.calendar.timezone", "Europe/Berlin", "quarkus.scheduler.enabled", "false");
    }
}
