package io.sanasend.api.account;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.http.ContentType;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.LocalServices;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.smallrye.jwt.build.Jwt;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class LoginIT {

    @Test
    void answersTokensAndTheUser() {
        Tenant tenant = TestCallers.newTenant();

        given().contentType(ContentType.JSON)
                .body(Map.of("username", tenant.username().toUpperCase(), "password", tenant.password()))
                .post("/api/v1/auth/login")
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("data.access", notNullValue())
                .body("data.refresh", notNullValue())
                .body("data.user.id", equalTo(tenant.id()))
                .body("data.user.is_staff", equalTo(false))
                .body("data.user.is_active", equalTo(true))
                .body("data.user.max_messages_per_day", equalTo(1000))
                .body("data.user.created_at", notNullValue());
    }

    @Test
    void refusesAWrongPasswordAndAnUnknownUserInTheSameWords() {
        Tenant tenant = TestCallers.newTenant();

        String wrong = refusedLogin(tenant.username());
        String unknown = refusedLogin("nobody-of-that-name");

        org.assertj.core.api.Assertions.assertThat(wrong).isEqualTo(unknown);
    }

    private static String refusedLogin(String username) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", "wrong password"))
                .post("/api/v1/auth/login/")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", containsString("Bearer"))
                .body("error_code", equalTo("INVALID_CREDENTIALS"))
                .extract()
                .path("detail");
    }

    @Test
    void locksAnAccountAfterTooManyAttempts() {
        Tenant tenant = TestCallers.newTenant();
        for (int attempt = 0; attempt < 10; attempt++) {
            refusedLogin(tenant.username());
        }

        given().contentType(ContentType.JSON)
                .body(Map.of("username", tenant.username(), "password", tenant.password()))
                .post("/api/v1/auth/login/")
                .then()
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("error_code", equalTo("RATE_LIMIT_EXCEEDED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   "})
    void asksForABody(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/auth/login/")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("error_code", equalTo("MALFORMED_REQUEST"));
    }

    @Test
    void namesEveryMissingField() {
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/api/v1/auth/login/")
                .then()
                .statusCode(422)
                .body("error_code", equalTo("VALIDATION_FAILED"))
                .body("errors.username", hasItem(notNullValue()))
                .body("errors.password", hasItem(notNullValue()));
    }

    @Test
    void tellsTheCallerWhoItIs() {
        Tenant tenant = TestCallers.newTenant();

        tenant.call().get("/api/v1/auth/me/").then().statusCode(200).body("data.username", equalTo(tenant.username()));
    }

    @Test
    void saysThatATokenHasExpired() {
        Instant anHourAgo = Instant.now().minusSeconds(3600);
        String token = Jwt.issuer("sanasend")
                .subject("1")
                .issuedAt(anHourAgo)
                .expiresAt(anHourAgo.plusSeconds(60))
                .signWithSecret(LocalServices.JWT_SECRET);

        given().header("Authorization", "Bearer " + token)
                .get("/api/v1/auth/me/")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", notNullValue())
                .body("error_code", equalTo("TOKEN_EXPIRED"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer nonsense",
                "Bearer ",
                "Basic YTpi",
                "ApiKey wsk_x",
                "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."
            })
    void refusesAnyOtherCredential(String authorization) {
        given().header("Authorization", authorization)
                .get("/api/v1/auth/me/")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("error_code", equalTo("INVALID_CREDENTIALS"));
    }

    @Test
    void asksForACredentialWhereThereIsNone() {
        given().get("/api/v1/auth/me/")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("error_code", equalTo("AUTHENTICATION_REQUIRED"));
    }
}
