package io.sanasend.api.analytics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.path.json.JsonPath;
import io.sanasend.api.calendar.Days;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@ApiTest
class ApiLogResourceIT {

    private static final String LOG = "/api/v1/analytics/api-logs/";

    @Inject
    Days days;

    @Test
    void showsAUserItsOwnRequests() {
        Tenant tenant = TestCallers.newTenant();
        String key = tenant.newKey();
        given().header("X-Api-Key", key)
                .header("X-Request-Id", "mine-1")
                .get("/api/v1/sessions/status/77/")
                .then()
                .statusCode(404);

        awaitLogged(tenant, 2);

        given().header("X-Api-Key", key)
                .get(LOG + "?status_code=404")
                .then()
                .statusCode(200)
                .body("count", equalTo(1))
                .body("results[0].endpoint", equalTo("/api/v1/sessions/status/{id}/"))
                .body("results[0].method", equalTo("GET"))
                .body("results[0].status_code", equalTo(404))
                .body("results[0].error_code", equalTo("SESSION_NOT_FOUND"))
                .body("results[0].key_prefix", startsWith("wsk_"))
                .body("results[0].ip_address", equalTo("127.0.0.1"))
                .body("results[0].request_id", equalTo("mine-1"))
                .body("results[0].user", equalTo(tenant.id()))
                .body("results[0].timestamp", notNullValue())
                .body("results[0].id", nullValue());
    }

    @Test
    void narrowsTheListDown() {
        Tenant tenant = TestCallers.newTenant();
        tenant.newKey();
        tenant.bare().get("/api/v1/auth/me/");
        tenant.bare().get("/api/v1/auth/me/");
        awaitLogged(tenant, 3);

        assertThat(countOf(tenant, "method=post")).isEqualTo(1);
        assertThat(countOf(tenant, "endpoint=/api/v1/auth/me")).isEqualTo(2);
        assertThat(countOf(tenant, "endpoint=/api/v1/auth/me/&method=GET&status_code=200"))
                .isEqualTo(2);
        assertThat(countOf(
                        tenant, "endpoint=/api/v1/auth/me/&start_date=" + days.today() + "&end_date=" + days.today()))
                .isEqualTo(2);
        assertThat(countOf(
                        tenant,
                        "endpoint=/api/v1/auth/me/&end_date=" + days.today().minusDays(1)))
                .isZero();
    }

    @Test
    void showsStaffEverybodysOrOnes() {
        Tenant tenant = TestCallers.newTenant();
        tenant.bare().get("/api/v1/auth/me/");
        awaitLogged(tenant, 1);
        Tenant admin = TestCallers.admin();

        admin.bare()
                .get(LOG + "?page_size=100&user=" + tenant.id())
                .then()
                .statusCode(200)
                .body("results.user", everyItem(equalTo(tenant.id())));
        List<Integer> users =
                admin.bare().get(LOG + "?page_size=100").jsonPath().getList("results.user");
        assertThat(users).contains(tenant.id(), admin.id());
    }

    @Test
    void readsALongListByCursorWithoutGapOrRepetition() {
        Tenant tenant = TestCallers.newTenant();
        for (int i = 0; i < 7; i++) {
            tenant.bare()
                    .header("X-Request-Id", "r" + i)
                    .get("/api/v1/auth/me/")
                    .then()
                    .statusCode(200);
        }
        awaitLogged(tenant, 7);

        List<String> seen = new ArrayList<>();
        String next = LOG + "?endpoint=/api/v1/auth/me/&page_size=3&cursor=";
        while (next != null) {
            JsonPath page = tenant.bare()
                    .urlEncodingEnabled(false)
                    .get(next)
                    .then()
                    .statusCode(200)
                    .body("count", nullValue())
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("results.request_id"));
            next = page.getString("next");
        }

        assertThat(seen).containsExactlyInAnyOrder("r0", "r1", "r2", "r3", "r4", "r5", "r6");
        assertThat(seen.getFirst()).isEqualTo("r6");
    }

    private static void awaitLogged(Tenant tenant, int atLeast) {
        Awaitility.await().until(() -> countOf(tenant, "") >= atLeast);
    }

    private static int countOf(Tenant tenant, String query) {
        return tenant.bare()
                .get(LOG + (query.isEmpty() ? "" : "?" + query))
                .then()
                .statusCode(200)
                .extract()
                .path("count");
    }
}
