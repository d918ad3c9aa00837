package io.sanasend.api.limit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.nullValue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.sanasend.api.authentication.ContextWitness;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.sanasend.api.testing.WithoutRedis;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nobody is shut out because requests cannot be counted. */
@ApiTest
@TestProfile(RequestCountingWithoutRedisIT.FewRequests.class)
class RequestCountingWithoutRedisIT {

    public static final class FewRequests implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new WithoutRedis().getConfigOverrides());
            settings.put("sanasend.limits.requests-per-user", "2");
            settings.put("sanasend.limits.requests-per-address", "2");
            return settings;
        }
    }

    @Inject
    MeterRegistry metrics;

    @Inject
    ContextWitness witness;

    @Test
    void goesOnUncountedAndSaysNothingOfLimits() {
        Tenant tenant = TestCallers.newTenant();

        for (int i = 0; i < 10; i++) {
            tenant.bare()
                    .get("/api/v1/analytics/rate-limits/")
                    .then()
                    .statusCode(200)
                    .header("RateLimit", nullValue())
                    .body("data.requests", nullValue());
            given().get("/api/v1/auth/me/").then().statusCode(401);
        }

        assertThat(uncounted("requests-per-user")).isGreaterThanOrEqualTo(10);
        assertThat(uncounted("requests-per-address")).isGreaterThanOrEqualTo(10);
    }

    /** Whoever sends an unknown credential is looked up on another thread, and there is nothing to wait for after that. */
    @Test
    void goesOnOnTheEventLoopOfTheRequest() {
        int before = witness.seen();

        for (int i = 0; i < 20; i++) {
            given().header("X-Api-Key", "wsk_%012d_%s".formatted(i, "x".repeat(32)))
                    .get("/api/v1/auth/me/")
                    .then()
                    .statusCode(401);
        }

        assertThat(witness.seen() - before).isGreaterThanOrEqualTo(20);
        assertThat(witness.astray()).isEmpty();
    }

    private double uncounted(String limit) {
        return metrics.get("sanasend.limits.uncounted")
                .tag("limit", limit)
                .counter()
                .count();
    }
}
