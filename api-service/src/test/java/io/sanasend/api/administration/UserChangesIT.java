package io.sanasend.api.administration;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.sanasend.api.account.Users;
import io.sanasend.api.audit.AuditAction;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class UserChangesIT {

    private static final long ROOT = TestCallers.admin().id();

    @Inject
    Users users;

    @Inject
    UserChanges changes;

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void changesWhatTheBodyNamesAndNothingElse(String slash) {
        Tenant tenant = TestCallers.newTenant();

        TestCallers.admin()
                .call()
                .body("{\"first_name\": \"Åsa\", \"max_messages_per_minute\": 3, \"last_name\": null}")
                .patch("/api/v1/users/" + tenant.id() + slash)
                .then()
                .statusCode(200)
                .body("data.first_name", equalTo("Åsa"))
                .body("data.max_messages_per_minute", equalTo(3))
                .body("data.email", equalTo(tenant.username() + "@example.com"))
                .body("data.username", equalTo(tenant.username()))
                .body("data.is_active", equalTo(true));
    }

    @Test
    void replacesAllButAccessAndPassword() {
        Tenant tenant = TestCallers.newTenant();
        patch(tenant.id(), Map.of("first_name", "Old", "is_active", false, "max_messages_per_day", 7));

        TestCallers.admin()
                .call()
                .body(Map.of("username", tenant.username() + ".new", "last_name", "Fresh"))
                .put("/api/v1/users/" + tenant.id() + "/")
                .then()
                .statusCode(200)
                .body("data.username", equalTo(tenant.username() + ".new"))
                .body("data.first_name", equalTo(""))
                .body("data.last_name", equalTo("Fresh"))
                .body("data.email", equalTo(""))
                .body("data.max_messages_per_day", equalTo(1000))
                .body("data.is_active", equalTo(false));
        patch(tenant.id(), Map.of("is_active", true)).statusCode(200);
        assertThat(login(tenant.username() + ".new", tenant.password())).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"username": "has space"}                 | username
            {"username": ""}                          | username
            {"username": "ROOT-admin"}                | username
            {"email": "nope"}                         | email
            {"password": "short"}                     | password
            {"password": "a new.name password", "username": "new.name"} | password
            {"is_staff": "maybe"}                     | is_staff
            {"max_messages_per_day": -1}              | max_messages_per_day
            {"max_messages_per_minute": 100000}       | max_messages_per_minute
            """)
    void namesTheFieldThatIsWrongAndChangesNothing(String body, String field) {
        Tenant tenant = TestCallers.newTenant();
        Map<String, Object> before = user(tenant.id());

        TestCallers.admin()
                .call()
                .body(body)
                .patch("/api/v1/users/" + tenant.id() + "/")
                .then()
                .statusCode(422)
                .body("error_code", equalTo("VALIDATION_FAILED"))
                .body("errors." + field, hasItem(notNullValue()));
        assertThat(user(tenant.id())).isEqualTo(before);
        assertThat(login(tenant.username(), tenant.password())).isEqualTo(200);
    }

    @Test
    void takesTheWholeUserForAReplacement() {
        Tenant tenant = TestCallers.newTenant();

        TestCallers.admin()
                .call()
                .body(Map.of("first_name", "No name"))
                .put("/api/v1/users/" + tenant.id() + "/")
                .then()
                .statusCode(422)
                .body("errors.username", hasItem(notNullValue()));
    }

    @Test
    void letsAUserKeepItsNameInAnotherCase() {
        Tenant tenant = TestCallers.newTenant();
        String shouted = tenant.username().toUpperCase(java.util.Locale.ROOT);

        patch(tenant.id(), Map.of("username", shouted)).statusCode(200).body("data.username", equalTo(shouted));
    }

    @Test
    void replacesThePassword() {
        Tenant tenant = TestCallers.newTenant();

        patch(tenant.id(), Map.of("password", "an entirely new one")).statusCode(200);

        assertThat(login(tenant.username(), tenant.password())).isEqualTo(401);
        assertThat(login(tenant.username(), "an entirely new one")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void shutsOutAtOnceAndLetsInAgain(String slash) {
        Tenant tenant = TestCallers.newTenant();
        String key = tenant.newKey();
        assertThat(meWith(tenant, key)).containsExactly(200, 200);

        for (int time = 0; time < 2; time++) {
            TestCallers.admin()
                    .call()
                    .post("/api/v1/users/" + tenant.id() + "/deactivate" + slash)
                    .then()
                    .statusCode(200)
                    .body("data.is_active", equalTo(false));
        }
        assertThat(meWith(tenant, key)).containsExactly(401, 401);
        assertThat(login(tenant.username(), tenant.password())).isEqualTo(401);

        for (int time = 0; time < 2; time++) {
            TestCallers.admin()
                    .call()
                    .post("/api/v1/users/" + tenant.id() + "/activate" + slash)
                    .then()
                    .statusCode(200)
                    .body("data.is_active", equalTo(true));
        }
        assertThat(meWith(tenant, key)).containsExactly(200, 200);
    }

    @Test
    void givesAndTakesStaffAtOnce() {
        Tenant tenant = TestCallers.newTenant();

        patch(tenant.id(), Map.of("is_staff", true)).statusCode(200);
        tenant.bare().get("/api/v1/users/").then().statusCode(200);

        patch(tenant.id(), Map.of("is_staff", false)).statusCode(200);
        tenant.bare().get("/api/v1/users/").then().statusCode(403);
    }

    @Test
    void refusesStaffWhoWouldShutThemselvesOut() {
        String own = "/api/v1/users/" + ROOT + "/";
        Map<String, Object> before = user(ROOT);

        List<ValidatableResponse> answers = List.of(
                TestCallers.admin().call().delete(own).then(),
                TestCallers.admin().call().post(own + "deactivate/").then(),
                TestCallers.admin()
                        .call()
                        .body(Map.of("is_staff", false))
                        .patch(own)
                        .then(),
                TestCallers.admin()
                        .call()
                        .body(Map.of("is_active", false))
                        .patch(own)
                        .then(),
                TestCallers.admin()
                        .call()
                        .body(Map.of("username", TestCallers.admin().username()))
                        .put(own)
                        .then());

        answers.forEach(answer -> answer.statusCode(409).body("error_code", equalTo("OWN_ACCOUNT")));
        assertThat(user(ROOT)).isEqualTo(before);
    }

    @Test
    void isForStaffAlone() {
        Tenant tenant = TestCallers.newTenant();
        Tenant other = TestCallers.newTenant();
        String path = "/api/v1/users/" + other.id() + "/";

        List<ValidatableResponse> answers = List.of(
                tenant.call().get(path).then(),
                tenant.call().get("/api/v1/users/stats/").then(),
                tenant.call()
                        .body(Map.of("is_staff", true))
                        .patch("/api/v1/users/" + tenant.id() + "/")
                        .then(),
                tenant.call().body(Map.of("username", "x")).put(path).then(),
                tenant.call().delete(path).then(),
                tenant.call().post(path + "deactivate").then(),
                given().header("X-Api-Key", tenant.newKey()).delete(path).then());

        answers.forEach(answer -> answer.statusCode(403).body("error_code", equalTo("PERMISSION_DENIED")));
        assertThat(user(other.id())).containsEntry("is_active", true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999", "0", "nonsense"})
    void knowsNoSuchUser(String id) {
        Tenant admin = TestCallers.admin();
        String path = "/api/v1/users/" + id + "/";

        admin.call().get(path).then().statusCode(404);
        admin.call().body("{}").patch(path).then().statusCode(404);
        admin.call().body(Map.of("username", "x1")).put(path).then().statusCode(404);
        admin.call().delete(path).then().statusCode(404);
        admin.call().post(path + "activate/").then().statusCode(404);
    }

    @Test
    void leavesOneOfTwoStaffUsersThatShutEachOtherOut() throws Exception {
        Tenant other = TestCallers.newTenant();
        patch(other.id(), Map.of("is_staff", true)).statusCode(200);
        takeStaffFromAllBut(List.of(ROOT, (long) other.id()));

        for (int round = 0; round < 10; round++) {
            List<Callable<ProblemType>> both =
                    List.of(() -> shutOut(ROOT, other.id()), () -> shutOut(other.id(), ROOT));
            List<Future<ProblemType>> outcomes;
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                outcomes = callers.invokeAll(both);
            }

            List<ProblemType> refusals =
                    new ArrayList<>(outcomes.stream().map(Future::resultNow).toList());
            assertThat(refusals).containsOnlyOnce(ProblemType.LAST_STAFF_USER);
            changes.change(ROOT, other.id(), AuditAction.USER_CHANGE, before -> before.withActive(true), null);
            changes.change(other.id(), ROOT, AuditAction.USER_CHANGE, before -> before.withActive(true), null);
        }
    }

    /** Why it was refused; {@code CONFLICT} stands for: it was not. */
    private ProblemType shutOut(long id, long by) {
        try {
            changes.change(id, by, AuditAction.USER_CHANGE, before -> before.withActive(false), null);
            return ProblemType.CONFLICT;
        } catch (ApiException refusal) {
            return refusal.type();
        }
    }

    private void takeStaffFromAllBut(List<Long> kept) {
        users.search(new Users.Filter(null, null, true), 0, 100).users().stream()
                .filter(user -> !kept.contains(user.id()))
                .forEach(user -> patch(user.id(), Map.of("is_staff", false)).statusCode(200));
    }

    private static ValidatableResponse patch(long id, Map<String, Object> body) {
        return TestCallers.admin()
                .call()
                .body(body)
                .patch("/api/v1/users/" + id + "/")
                .then();
    }

    /** Without what these very requests change. */
    private static Map<String, Object> user(long id) {
        JsonPath answer =
                TestCallers.admin().bare().get("/api/v1/users/" + id + "/").jsonPath();
        Map<String, Object> user = new HashMap<>(answer.getMap("data"));
        user.remove("today_stats");
        return user;
    }

    private static List<Integer> meWith(Tenant tenant, String key) {
        return List.of(
                tenant.bare().get("/api/v1/auth/me/").statusCode(),
                given().header("X-Api-Key", key).get("/api/v1/auth/me/").statusCode());
    }

    private static int login(String username, String password) {
        return given().contentType("application/json")
                .body(Map.of("username", username, "password", password))
                .post("/api/v1/auth/login/")
                .statusCode();
    }
}
