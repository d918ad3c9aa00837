package io.sanasend.api.login;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.redis.datasource.RedisDataSource;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.sanasend.api.login.TestLogins.Begun;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ApiTest
class ChangePasswordIT {

    private static final String NEW = "another long phrase";

    @Inject
    TestLogins logins;

    @Inject
    RedisDataSource redis;

    private Tenant tenant;
    private Begun other;

    @BeforeEach
    void begin() {
        redis.flushall();
        tenant = TestCallers.newTenant();
        other = logins.begin(tenant.id());
    }

    @ParameterizedTest
    @CsvSource({"old_password, new_password, ''", "old, new, /"})
    void endsTheOtherLoginsAndKeepsItsOwn(String old, String next, String slash) {
        assertThat(me(other.access())).isEqualTo(200);

        tenant.call()
                .body(Map.of(old, tenant.password(), next, NEW))
                .post("/api/v1/auth/change-password" + slash)
                .then()
                .statusCode(200);

        assertThat(me(tenant.token())).isEqualTo(200);
        assertThat(me(other.access())).isEqualTo(401);
        login(tenant.password()).statusCode(401);
        login(NEW).statusCode(200);
    }

    @Test
    void endsAllLoginsWhenAKeyAsks() {
        String key = tenant.newKey();

        change(given().header("X-Api-Key", key).contentType(ContentType.JSON), tenant.password(), NEW)
                .statusCode(200);

        assertThat(me(tenant.token())).isEqualTo(401);
        assertThat(me(other.access())).isEqualTo(401);
        given().header("X-Api-Key", key).get("/api/v1/auth/me/").then().statusCode(200);
    }

    @Test
    void changesNothingWithAWrongOldPassword() {
        change(tenant.call(), "not the password", NEW)
                .statusCode(422)
                .body("errors.old_password", hasItem(notNullValue()));

        assertThat(me(other.access())).isEqualTo(200);
        login(tenant.password()).statusCode(200);
    }

    @Test
    void countsWrongOldPasswordsLikeFailedLogins() {
        for (int attempt = 0; attempt < 4; attempt++) {
            change(tenant.call(), "not the password", NEW).statusCode(422);
        }

        change(tenant.call(), tenant.password(), NEW)
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("error_code", equalTo("RATE_LIMIT_EXCEEDED"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            short                 | new_password
            1357924680            | new_password
            password123           | new_password
            correct horse battery | new_password
            """)
    void holdsTheNewPasswordToTheRules(String next, String field) {
        change(tenant.call(), tenant.password(), next).statusCode(422).body("errors." + field, hasItem(notNullValue()));

        login(tenant.password()).statusCode(200);
    }

    @Test
    void namesEveryMissingField() {
        tenant.call()
                .body("{}")
                .post("/api/v1/auth/change-password/")
                .then()
                .statusCode(422)
                .body("errors.old_password", hasItem(notNullValue()))
                .body("errors.new_password", hasItem(notNullValue()));
    }

    private ValidatableResponse login(String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", tenant.username(), "password", password))
                .post("/api/v1/auth/login/")
                .then();
    }

    private static ValidatableResponse change(RequestSpecification call, String old, String next) {
        return call.body(Map.of("old_password", old, "new_password", next))
                .post("/api/v1/auth/change-password/")
                .then();
    }

    private static int me(String access) {
        return given().header("Authorization", "Bearer " + access)
                .get("/api/v1/auth/me/")
                .statusCode();
    }
}
