package io.sanasend.api.login;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.sanasend.api.login.TestLogins.Begun;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class RefreshIT {

    @Inject
    TestLogins logins;

    @Inject
    Logins repository;

    @Inject
    ExpiredLogins expired;

    @Inject
    SessionFactory database;

    private Tenant tenant;
    private Begun login;

    @BeforeEach
    void begin() {
        tenant = TestCallers.newTenant();
        login = logins.begin(tenant.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/auth/refresh", "/api/v1/auth/refresh/"})
    void answersTheNextPairOfTokens(String path) {
        JsonPath next = given().contentType(ContentType.JSON)
                .body(Map.of("refresh", login.refresh()))
                .post(path)
                .then()
                .statusCode(200)
                .body("data.refresh", not(equalTo(login.refresh())))
                .body("data.token_type", equalTo("Bearer"))
                .body("data.expires_in", equalTo(900))
                .extract()
                .jsonPath();

        assertThat(me(next.getString("data.access"))).isEqualTo(200);
        assertThat(me(login.access())).isEqualTo(200);
        refresh(next.getString("data.refresh")).statusCode(200);
    }

    @Test
    void endsTheLoginWhenATokenComesTwice() {
        JsonPath next = refresh(login.refresh()).statusCode(200).extract().jsonPath();
        assertThat(me(next.getString("data.access"))).isEqualTo(200);

        refused(login.refresh());

        assertThat(me(next.getString("data.access"))).isEqualTo(401);
        assertThat(me(login.access())).isEqualTo(401);
        refused(next.getString("data.refresh"));
        assertThat(me(tenant.token())).isEqualTo(200);
    }

    @Test
    void renewsOnceForTwoThatAskAtOnce() throws Exception {
        Callable<Integer> renew = () -> refresh(login.refresh()).extract().statusCode();

        List<Future<Integer>> answers;
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            answers = callers.invokeAll(Stream.generate(() -> renew).limit(4).toList());
        }

        assertThat(answers.stream().map(Future::resultNow)).containsExactlyInAnyOrder(200, 401, 401, 401);
        assertThat(me(login.access())).isEqualTo(401);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        refused("never-issued");
        assertThat(me(login.access())).isEqualTo(200);
    }

    @Test
    void refusesAnExpiredToken() {
        sql("UPDATE refresh_tokens SET expires_at = now() - interval '1 second' WHERE login_id = '%s'", login);

        refused(login.refresh());

        sql("UPDATE refresh_tokens SET expires_at = now() + interval '1 hour' WHERE login_id = '%s'", login);
        refresh(login.refresh()).statusCode(200);
    }

    @Test
    void refusesADeactivatedUser() {
        TestCallers.deactivate(tenant);

        refused(login.refresh());
    }

    @Test
    void asksForTheToken() {
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/api/v1/auth/refresh/")
                .then()
                .statusCode(422)
                .body("errors.refresh", hasItem(notNullValue()));
    }

    @Test
    void logsOutAtOnceAndOnlyThatLogin() {
        assertThat(me(login.access())).isEqualTo(200);

        logout(tenant.token(), login.refresh()).statusCode(200).body("success", equalTo(true));

        assertThat(me(login.access())).isEqualTo(401);
        assertThat(me(tenant.token())).isEqualTo(200);
        refused(login.refresh());
    }

    @Test
    void saysTheSameToALogoutThatEndsNothing() {
        Begun strangers = logins.begin(TestCallers.newTenant().id());
        String first = logout(tenant.token(), login.refresh()).extract().asString();

        String again = logout(tenant.token(), login.refresh())
                .statusCode(200)
                .extract()
                .asString();
        String unknown =
                logout(tenant.token(), "never-issued").statusCode(200).extract().asString();
        String anothers = logout(tenant.token(), strangers.refresh())
                .statusCode(200)
                .extract()
                .asString();

        assertThat(List.of(again, unknown, anothers)).containsOnly(first);
        assertThat(me(strangers.access())).isEqualTo(200);
        refresh(strangers.refresh()).statusCode(200);
    }

    @Test
    void logsOutForAKeyOfTheUserAsWell() {
        given().header("X-Api-Key", tenant.newKey())
                .contentType(ContentType.JSON)
                .body(Map.of("refresh", login.refresh()))
                .post("/api/v1/auth/logout/")
                .then()
                .statusCode(200);

        assertThat(me(login.access())).isEqualTo(401);
    }

    @Test
    void logsOutNobodyWithoutACredential() {
        given().contentType(ContentType.JSON)
                .body(Map.of("refresh", login.refresh()))
                .post("/api/v1/auth/logout/")
                .then()
                .statusCode(401);
        assertThat(me(login.access())).isEqualTo(200);
    }

    @Test
    void forgetsLoginsThatHaveExpired() {
        sql("UPDATE logins SET expires_at = now() - interval '1 second' WHERE id = '%s'", login);

        expired.run(() -> true);

        assertThat(repository.findByIdOptional(login.id())).isEmpty();
        assertThat(me(tenant.token())).isEqualTo(200);
    }

    private void sql(String statement, Begun of) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.getCurrentSession()
                        .createNativeMutationQuery(statement.formatted(of.id()))
                        .executeUpdate());
    }

    private static void refused(String token) {
        refresh(token).statusCode(401).body("error_code", equalTo("INVALID_CREDENTIALS"));
    }

    private static ValidatableResponse refresh(String token) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("refresh", token))
                .post("/api/v1/auth/refresh/")
                .then();
    }

    private static ValidatableResponse logout(String access, String refresh) {
        return given().header("Authorization", "Bearer " + access)
                .contentType(ContentType.JSON)
                .body(Map.of("refresh", refresh))
                .post("/api/v1/auth/logout/")
                .then();
    }

    private static int me(String access) {
        return given().header("Authorization", "Bearer " + access)
                .get("/api/v1/auth/me/")
                .statusCode();
    }
}
