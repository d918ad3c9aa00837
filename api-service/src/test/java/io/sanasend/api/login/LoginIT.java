package io.sanasend.api.login;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.redis.datasource.RedisDataSource;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.sanasend.api.account.CountedHashes;
import io.sanasend.api.security.Digests;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class LoginIT {

    @Inject
    RedisDataSource redis;

    @Inject
    CountedHashes hashes;

    @Inject
    TestLogins logins;

    @BeforeEach
    void forgetEarlierAttemptsFromHere() {
        redis.flushall();
    }

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
                .body("data.token_type", equalTo("Bearer"))
                .body("data.expires_in", equalTo(900))
                .body("data.user.id", equalTo(tenant.id()))
                .body("data.user.is_staff", equalTo(false))
                .body("data.user.is_active", equalTo(true))
                .body("data.user.max_messages_per_day", equalTo(1000))
                .body("data.user.created_at", notNullValue());
    }

    @Test
    void refusesWrongPasswordsUnknownUsersAndInactiveOnesInTheSameWordsWithTheSameWork() {
        Tenant tenant = TestCallers.newTenant();
        Tenant inactive = TestCallers.newTenant();
        TestCallers.deactivate(inactive);

        long begin = hashes.count();
        Map<String, ?> wrong = refused(tenant.username(), "wrong password");
        long forWrong = hashes.count() - begin;
        Map<String, ?> unknown = refused("nobody-of-that-name", "wrong password");
        long forUnknown = hashes.count() - begin - forWrong;
        Map<String, ?> shutOut = refused(inactive.username(), inactive.password());
        long forShutOut = hashes.count() - begin - forWrong - forUnknown;

        assertThat(unknown).isEqualTo(wrong);
        assertThat(shutOut).isEqualTo(wrong);
        assertThat(List.of(forWrong, forUnknown, forShutOut)).containsOnly(1L);
    }

    @Test
    void letsInAgainWhoWaitsAsLongAsItIsTold() {
        Tenant tenant = TestCallers.newTenant();
        for (int attempt = 0; attempt < 4; attempt++) {
            refused(tenant.username(), "wrong password");
        }
        int seconds = Integer.parseInt(attempt(tenant.username(), tenant.password())
                .statusCode(429)
                .body("error_code", equalTo("RATE_LIMIT_EXCEEDED"))
                .extract()
                .header("Retry-After"));

        Awaitility.await()
                .pollDelay(Duration.ofSeconds(seconds))
                .untilAsserted(
                        () -> attempt(tenant.username(), tenant.password()).statusCode(200));
        // Forgotten by the success.
        for (int attempt = 0; attempt < 3; attempt++) {
            refused(tenant.username(), "wrong password");
        }
        attempt(tenant.username(), tenant.password()).statusCode(200);
    }

    @Test
    void locksAnAccountForTheWholeWindowAfterTheLastAttemptItHas() {
        Tenant tenant = TestCallers.newTenant();
        String account = "sanasend:{login}:account:" + Digests.sha256Hex(tenant.username());
        redis.hash(String.class).hset(account, Map.of("n", "9", "u", "0"));

        attempt(tenant.username(), "the tenth wrong one").statusCode(401);
        String wait = attempt(tenant.username(), tenant.password())
                .statusCode(429)
                .body("error_code", equalTo("RATE_LIMIT_EXCEEDED"))
                .body("rate_limit.limit", equalTo(10))
                .body("rate_limit.current", equalTo(10))
                .body("rate_limit.period", equalTo("login window"))
                .body("rate_limit.reset_time", notNullValue())
                .extract()
                .header("Retry-After");

        assertThat(Integer.parseInt(wait)).isBetween(800, 900);
    }

    @Test
    void goesOnServingOthersDuringAStormOfLogins() throws Exception {
        Tenant other = TestCallers.newTenant();
        other.bare().get("/api/v1/auth/me/").then().statusCode(200);
        List<Tenant> tenants = Stream.generate(TestCallers::newTenant).limit(12).toList();

        try (ExecutorService callers = Executors.newFixedThreadPool(tenants.size())) {
            List<Future<Integer>> storm = tenants.stream()
                    .map(tenant -> callers.submit(() -> attempt(tenant.username(), tenant.password())
                            .extract()
                            .statusCode()))
                    .toList();
            Awaitility.await().until(() -> hashes.count() > 0);
            other.bare().get("/api/v1/auth/me/").then().statusCode(200);
            long waiting = storm.stream().filter(login -> !login.isDone()).count();

            assertThat(waiting).isPositive();
            for (Future<Integer> login : storm) {
                assertThat(login.get()).isEqualTo(200);
            }
        }
    }

    @Test
    void givesUpTheOldestLoginWhenThereAreTooMany() {
        Tenant tenant = TestCallers.newTenant();
        for (int login = 0; login < 100; login++) {
            logins.begin(tenant.id());
        }

        tenant.bare().get("/api/v1/auth/me/").then().statusCode(401);
    }

    private static Map<String, ?> refused(String username, String password) {
        Map<String, ?> problem = attempt(username, password)
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", containsString("Bearer"))
                .body("error_code", equalTo("INVALID_CREDENTIALS"))
                .extract()
                .jsonPath()
                .getMap("");
        problem.remove("request_id");
        return problem;
    }

    private static ValidatableResponse attempt(String username, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", password))
                .post("/api/v1/auth/login/")
                .then();
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
