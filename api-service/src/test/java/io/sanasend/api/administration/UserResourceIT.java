package io.sanasend.api.administration;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.path.json.JsonPath;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ApiTest
class UserResourceIT {

    @Test
    void isForStaffAlone() {
        Tenant tenant = TestCallers.newTenant();

        tenant.bare().get("/api/v1/users/").then().statusCode(403).body("error_code", equalTo("PERMISSION_DENIED"));
        given().get("/api/v1/users/").then().statusCode(401).header("WWW-Authenticate", notNullValue());
    }

    @Test
    void createsAUserWithAllItsFields() {
        TestCallers.admin()
                .call()
                .body(Map.of(
                        "username", "maria.rossi",
                        "email", "maria@example.com",
                        "password", "a rather long one",
                        "first_name", "María",
                        "last_name", "Rossi",
                        "is_staff", true,
                        "max_messages_per_day", 5,
                        "max_messages_per_minute", 2))
                .post("/api/v1/users/")
                .then()
                .statusCode(201)
                .body("data.username", equalTo("maria.rossi"))
                .body("data.first_name", equalTo("María"))
                .body("data.is_staff", equalTo(true))
                .body("data.is_active", equalTo(true))
                .body("data.max_messages_per_day", equalTo(5))
                .body("data.max_messages_per_minute", equalTo(2))
                .body("data.password", equalTo(null))
                .body("data.password_hash", equalTo(null));

        TestCallers.admin()
                .bare()
                .get("/api/v1/users/?search=RÍA&is_active=true")
                .then()
                .statusCode(200)
                .body("results", hasSize(1));
        TestCallers.admin().bare().get("/api/v1/users/?search=%25").then().body("results", hasSize(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"password": "long enough 1"}                                            | username
            {"username": "has space", "password": "long enough 1"}                   | username
            {"username": "root-ADMIN", "password": "long enough 1"}                  | username
            {"username": "nobody1"}                                                  | password
            {"username": "nobody1", "password": "short"}                             | password
            {"username": "nobody1", "password": "1357924680"}                        | password
            {"username": "nobody1", "password": "Password123"}                       | password
            {"username": "nobody1", "password": "xNobody1x"}                         | password
            {"username": "nobody1", "password": "long enough 1", "email": "nope"}    | email
            {"username": "nobody1", "password": "long enough 1", "is_staff": "maybe"} | is_staff
            {"username": "nobody1", "password": "long enough 1", "max_messages_per_day": -1} | max_messages_per_day
            """)
    void namesTheFieldThatIsWrong(String body, String field) {
        TestCallers.admin()
                .call()
                .body(body)
                .post("/api/v1/users/")
                .then()
                .statusCode(422)
                .body("error_code", equalTo("VALIDATION_FAILED"))
                .body("errors." + field, hasItem(notNullValue()));
        TestCallers.admin().bare().get("/api/v1/users/?search=nobody1").then().body("count", equalTo(0));
    }

    @Test
    void givesANameToOneOfTwoThatAskAtOnce() throws Exception {
        Tenant admin = TestCallers.admin();
        Callable<Integer> create = () -> admin.call()
                .body(Map.of("username", "contested", "password", "long enough 1"))
                .post("/api/v1/users/")
                .statusCode();

        List<Future<Integer>> answers;
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            answers = callers.invokeAll(Stream.generate(() -> create).limit(4).toList());
        }

        assertThat(answers.stream().map(Future::resultNow)).containsExactlyInAnyOrder(201, 422, 422, 422);
    }

    @Test
    void pagesTheList() {
        TestCallers.newTenant();
        TestCallers.newTenant();

        TestCallers.admin()
                .bare()
                .get("/api/v1/users/?page_size=1&page=2")
                .then()
                .statusCode(200)
                .body("results", hasSize(1))
                .body("next", notNullValue())
                .body("previous", notNullValue());
        TestCallers.admin()
                .bare()
                .get("/api/v1/users/?is_active=perhaps&is_staff=1")
                .then()
                .statusCode(422)
                .body("errors.is_active", notNullValue())
                .body("errors.is_staff", notNullValue());
    }

    @Test
    void narrowsTheListToStaff() {
        Tenant tenant = TestCallers.newTenant();

        JsonPath staff = TestCallers.admin()
                .bare()
                .get("/api/v1/users?is_staff=true&page_size=100")
                .jsonPath();
        JsonPath others = TestCallers.admin()
                .bare()
                .get("/api/v1/users/?is_staff=false&search=" + tenant.username() + "@")
                .jsonPath();

        assertThat(staff.getList("results.id"))
                .contains(TestCallers.admin().id())
                .doesNotContain(tenant.id());
        assertThat(staff.getList("results.is_staff")).containsOnly(true);
        assertThat(others.getList("results.id")).containsExactly(tenant.id());
    }
}
