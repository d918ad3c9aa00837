package io.sanasend.api.administration;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.ValidatableResponse;
import io.sanasend.api.account.UserDeletions;
import io.sanasend.api.media.MediaStore;
import io.sanasend.api.message.MessageErasure;
import io.sanasend.api.session.SessionErasure;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.api.worker.WorkerClient;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class UserDeletionIT {

    private static final byte[] FILE = "a text file".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    UserDeletion deletion;

    @Inject
    UserChanges changes;

    @Inject
    UserDeletions deletions;

    @Inject
    SessionErasure sessions;

    @Inject
    MessageErasure messages;

    @Inject
    WorkerClient client;

    @Inject
    MediaStore media;

    @Inject
    EntityManager database;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @AfterEach
    void bringWorkerBack() {
        worker.comeBack();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void erasesAllOfAUser(String slash) {
        Number number = busy();
        Number second = numbers.started(number.tenant(), "Second");
        String file = onlyFileOf(number);

        TestCallers.admin()
                .call()
                .delete("/api/v1/users/" + number.tenant().id() + slash)
                .then()
                .statusCode(200)
                .body("data.is_erased", equalTo(true));

        assertThat(worker.calls(number.sessionId()))
                .last()
                .isEqualTo("POST /sessions/" + number.sessionId() + "/logout");
        assertThat(worker.calls(second.sessionId()))
                .last()
                .isEqualTo("POST /sessions/" + second.sessionId() + "/logout");
        assertThat(leftOf(number)).isEmpty();
        assertThat(media.has(file)).isFalse();
        delete(number.tenant()).statusCode(404).body("error_code", equalTo("USER_NOT_FOUND"));
    }

    @Test
    void erasesAUserThatHasNothing() {
        delete(TestCallers.newTenant()).statusCode(200);
    }

    @Test
    void isOverForEverybodyWhileTheWorkerIsAway() {
        Number number = busy();
        Tenant tenant = number.tenant();
        String key = tenant.newKey();
        worker.goAway();

        delete(tenant)
                .statusCode(202)
                .body("data.is_erased", equalTo(false))
                .body("message", containsString("shut out"));

        tenant.bare().get("/api/v1/auth/me/").then().statusCode(401);
        given().header("X-Api-Key", key).get("/api/v1/auth/me/").then().statusCode(401);
        login(tenant).statusCode(401);
        Tenant admin = TestCallers.admin();
        String path = "/api/v1/users/" + tenant.id() + "/";
        admin.bare().get(path).then().statusCode(404);
        admin.call().post(path + "activate/").then().statusCode(404);
        admin.call().body("{\"is_active\": true}").patch(path).then().statusCode(404);
        admin.bare()
                .get("/api/v1/users/?search=" + tenant.username() + "@")
                .then()
                .body("count", equalTo(0));
        create(tenant.username()).statusCode(422);
        delete(tenant).statusCode(202);
    }

    @Test
    void goesOnByItselfOnceTheWorkerIsBack() {
        Number number = busy();
        worker.goAway();
        delete(number.tenant()).statusCode(202);
        deletion.run(() -> true);
        assertThat(leftOf(number)).contains("users", "sessions", "messages");

        worker.comeBack();
        deletion.run(() -> true);

        assertThat(leftOf(number)).isEmpty();
        delete(number.tenant()).statusCode(404);
        create(number.tenant().username()).statusCode(201);
    }

    @Test
    void sendsNothingThatWaitedOnceItHasBegun() {
        Number number = busy();
        int handed = worker.handed(number.sessionId()).size();
        changes.beginDeletion(number.tenant().id(), TestCallers.admin().id());

        numbers.enter(events, number, SessionState.CONNECTED);
        deletion.run(() -> true);

        assertThat(worker.handed(number.sessionId())).hasSize(handed);
        assertThat(leftOf(number)).isEmpty();
    }

    @Test
    void startsNoSessionOnceItHasBegun() {
        Number number = busy();
        worker.goAway();
        delete(number.tenant()).statusCode(202);
        worker.comeBack();

        number.tenant()
                .call()
                .body(Map.of("instance_name", "Late"))
                .post("/api/v1/sessions/init/")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void canBeCutOffAfterAnyStep(int stepsDone) {
        Number number = busy();
        long user = number.tenant().id();
        changes.beginDeletion(user, TestCallers.admin().id());
        List<Runnable> steps = List.of(
                () -> client.logout(new SessionId(number.sessionId())),
                () -> sessions.remainsOf(user).forEach(sessions::erase),
                () -> media.discard(onlyFileOf(number)),
                () -> messages.eraseSomeOf(user));
        steps.subList(0, stepsDone).forEach(Runnable::run);

        deletion.run(() -> true);

        assertThat(leftOf(number)).isEmpty();
    }

    @Test
    void leavesADeletionAloneThatSomebodyWorksOnUntilItsLeaseEnds() {
        Number number = busy();
        long user = number.tenant().id();
        changes.beginDeletion(user, TestCallers.admin().id());
        deletions.lease(user, Duration.ofMinutes(1));

        deletion.run(() -> true);
        delete(number.tenant()).statusCode(202);
        assertThat(leftOf(number)).contains("messages");

        deletions.prolong(user, Duration.ofMillis(-1));
        deletion.run(() -> true);
        assertThat(leftOf(number)).isEmpty();
    }

    @Test
    void touchesNobodyElse() {
        Number other = busy();
        Number number = busy();

        delete(number.tenant()).statusCode(200);

        assertThat(leftOf(other)).contains("users", "sessions", "messages", "api_keys");
        assertThat(media.has(onlyFileOf(other))).isTrue();
        other.tenant()
                .bare()
                .get("/api/v1/sessions/status/")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("reconnecting"));
    }

    /** A number with a key, and with a text and a file that wait until it is connected again. */
    private Number busy() {
        Number number = numbers.linked(events);
        number.tenant().newKey();
        numbers.enter(events, number, SessionState.RECONNECTING);
        number.tenant()
                .call()
                .header("Prefer", "respond-async")
                .body(Map.of("recipient", "+4915112345678", "message", "later"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(202);
        number.tenant()
                .bare()
                .header("Prefer", "respond-async")
                .multiPart("recipient", "+4915112345678")
                .multiPart("media_type", "document")
                .multiPart("file", "note.txt", FILE, "text/plain")
                .post("/api/v1/messages/send-media/")
                .then()
                .statusCode(202);
        return number;
    }

    private String onlyFileOf(Number number) {
        return QuarkusTransaction.requiringNew().call(() -> (String) database.createNativeQuery(
                        "SELECT media_key FROM messages WHERE user_id = :user AND media_key IS NOT NULL", String.class)
                .setParameter("user", number.tenant().id())
                .getSingleResult());
    }

    /** The tables that still know the user. */
    private List<String> leftOf(Number number) {
        List<?> tables = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("""
                        SELECT 'users' FROM users WHERE id = :user
                        UNION SELECT 'sessions' FROM sessions WHERE user_id = :user
                        UNION SELECT 'messages' FROM messages WHERE user_id = :user
                        UNION SELECT 'api_keys' FROM api_keys WHERE user_id = :user""", String.class)
                        .setParameter("user", number.tenant().id())
                        .getResultList());
        return tables.stream().map(String.class::cast).toList();
    }

    private static ValidatableResponse delete(Tenant tenant) {
        return TestCallers.admin()
                .call()
                .delete("/api/v1/users/" + tenant.id() + "/")
                .then();
    }

    private static ValidatableResponse create(String username) {
        return TestCallers.admin()
                .call()
                .body(Map.of("username", username, "password", "correct horse battery"))
                .post("/api/v1/users/")
                .then();
    }

    private static ValidatableResponse login(Tenant tenant) {
        return given().contentType("application/json")
                .body(Map.of("username", tenant.username(), "password", tenant.password()))
                .post("/api/v1/auth/login/")
                .then();
    }
}
