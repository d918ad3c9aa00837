package io.sanasend.api.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.TestProfile;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.sanasend.api.testing.WithoutRedis;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

@ApiTest
@TestProfile(WithoutRedis.class)
class CallerMemoryWithoutRedisIT {

    @Inject
    SessionFactory database;

    @Test
    void learnsOfAChangeByAnotherReplicaWithinTheTimeToLive() {
        Tenant tenant = TestCallers.newTenant();
        assertThat(status(tenant)).isEqualTo(200);

        QuarkusTransaction.requiringNew()
                .run(() -> database.getCurrentSession()
                        .createNativeMutationQuery("UPDATE users SET is_active = false WHERE id = " + tenant.id())
                        .executeUpdate());

        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> status(tenant) == 401);
    }

    @Test
    void seesItsOwnChangesAtOnceAndWithoutDelay() {
        Tenant tenant = TestCallers.newTenant();
        String key = tenant.newKey();
        int id = tenant.bare().get("/api/v1/api-keys/").jsonPath().getInt("results[0].id");

        long begin = System.nanoTime();
        tenant.bare().delete("/api/v1/api-keys/" + id + "/").then().statusCode(200);
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);

        assertThat(io.restassured.RestAssured.given()
                        .header("X-Api-Key", key)
                        .get("/api/v1/auth/me/")
                        .statusCode())
                .isEqualTo(401);
        // Far from what a command to Redis may take before it is given up.
        assertThat(taken).isLessThan(Duration.ofSeconds(10));
    }

    private static int status(Tenant tenant) {
        return tenant.bare().get("/api/v1/auth/me/").statusCode();
    }
}
