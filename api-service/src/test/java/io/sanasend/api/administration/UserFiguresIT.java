package io.sanasend.api.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.path.json.JsonPath;
import io.sanasend.api.account.Users;
import io.sanasend.api.analytics.Usage;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.DatabaseCost;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import jakarta.inject.Inject;
import java.net.URL;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

@ApiTest
class UserFiguresIT {

    @Inject
    TestNumbers numbers;

    @Inject
    Users users;

    @Inject
    UserFigures figures;

    @Inject
    Usage usage;

    @Inject
    SessionFactory database;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void showsWhatAUserHas() {
        Number number = numbers.linked(events);
        numbers.started(number.tenant(), "Second");
        number.tenant().newKey();

        detail(number.tenant())
                .body("data.username", equalTo(number.tenant().username()))
                .body("data.max_messages_per_minute", equalTo(TestCallers.MESSAGES_PER_MINUTE))
                .body("data.active_sessions", equalTo(2))
                .body("data.primary_session.id", equalTo(number.id()))
                .body("data.primary_session.instance_name", equalTo("Instance"))
                .body("data.primary_session.sessionId", equalTo(number.sessionId()))
                .body("data.primary_session.status", equalTo("connected"))
                .body("data.primary_session.phoneNumber", equalTo("4915112345678"))
                .body("data.active_api_keys", equalTo(1));
    }

    @Test
    void showsAUserThatHasNothing() {
        detail(TestCallers.newTenant())
                .body("data.active_sessions", equalTo(0))
                .body("data.primary_session", nullValue())
                .body("data.active_api_keys", equalTo(0))
                .body("data.today_stats.messages_sent", equalTo(0));
    }

    @Test
    void countsUsersByWhatTheyHave() {
        JsonPath before = stats();
        Number number = numbers.linked(events);
        TestCallers.newTenant().newKey();
        Tenant inactive = TestCallers.newTenant();
        TestCallers.admin().call().post("/api/v1/users/" + inactive.id() + "/deactivate/");
        number.tenant().newKey();
        number.tenant().newKey();

        JsonPath after = stats();

        assertThat(Map.of(
                        "total", difference("total_users", before, after),
                        "active", difference("active_users", before, after),
                        "inactive", difference("inactive_users", before, after),
                        "sessions", difference("users_with_sessions", before, after),
                        "keys", difference("users_with_api_keys", before, after)))
                .isEqualTo(Map.of("total", 3, "active", 2, "inactive", 1, "sessions", 1, "keys", 2));
    }

    @Test
    void readsWithFewStatements() {
        Tenant tenant = TestCallers.newTenant();

        assertThat(statementsOf(() -> users.search(new Users.Filter("ten", true, false), 0, 20)))
                .isEqualTo(2);
        assertThat(statementsOf(() -> detailOf(tenant.id()))).isLessThanOrEqualTo(4);
        assertThat(statementsOf(figures::totals)).isEqualTo(1);
    }

    private void detailOf(long id) {
        users.byId(id).orElseThrow();
        figures.of(id);
        usage.now(id);
    }

    private long statementsOf(Runnable work) {
        return DatabaseCost.of(database, work).statements();
    }

    private static int difference(String figure, JsonPath before, JsonPath after) {
        return after.getInt("data." + figure) - before.getInt("data." + figure);
    }

    private static JsonPath stats() {
        return TestCallers.admin()
                .bare()
                .get("/api/v1/users/stats/")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static io.restassured.response.ValidatableResponse detail(Tenant tenant) {
        return TestCallers.admin()
                .bare()
                .get("/api/v1/users/" + tenant.id() + "/")
                .then()
                .statusCode(200);
    }
}
