package io.sanasend.api.worker;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.LocalServices;
import io.sanasend.model.wire.WorkerPaths;
import io.sanasend.model.wire.WorkerRegistration;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ApiTest
class RegistrationIT {

    private static final WorkerRegistration WORKER =
            new WorkerRegistration("registering", "run-1", "http://127.0.0.1:3999", 7, 3, "place-r", "1.2.3");

    @Inject
    Workers workers;

    @Inject
    GoneWorkers gone;

    @Inject
    EntityManager database;

    @TestHTTPResource(value = "/internal/workers", management = true)
    URL registrations;

    @TestHTTPResource("/internal/workers")
    URL publicPort;

    @AfterEach
    void forget() {
        update("DELETE FROM workers WHERE id = 'registering'");
    }

    @Test
    void givesALeaseByTheClockOfTheDatabase() {
        register(body()).statusCode(200).body("seconds", equalTo(20));

        RegisteredWorker known = workers.named("registering").orElseThrow();
        assertThat(known.live()).isTrue();
        assertThat(known.isTurned()).isTrue();
        assertThat(known.capacity()).isEqualTo(7);
        assertThat(known.sessions()).isEqualTo(3);
        assertThat(known.profiles()).isEqualTo("place-r");
        assertThat(known.version()).isEqualTo("1.2.3");
    }

    @Test
    void countsAWorkerAsDeadOnceItsLeaseIsOver() {
        register(body()).statusCode(200);
        workers.noteCompared(workers.named("registering").orElseThrow());
        assertThat(workers.named("registering").orElseThrow().isTurned()).isFalse();

        update("UPDATE workers SET lease_ends = lease_ends - interval '21 s' WHERE id = 'registering'");

        assertThat(workers.named("registering").orElseThrow().live()).isFalse();
        assertThat(workers.named("registering").orElseThrow().isTurned()).isTrue();
        register(body()).statusCode(200);
        assertThat(workers.named("registering").orElseThrow().live()).isTrue();
    }

    @Test
    void noticesARestart() {
        register(body()).statusCode(200);
        workers.noteCompared(workers.named("registering").orElseThrow());
        Map<String, Object> restarted = body();
        restarted.put("bootId", "run-2");
        restarted.put("address", "http://127.0.0.1:3998");

        register(restarted).statusCode(200);

        assertThat(workers.isPresentRun("registering", "run-1")).isFalse();
        assertThat(workers.isPresentRun("registering", "run-2")).isTrue();
        assertThat(workers.named("registering").orElseThrow().address()).hasPort(3998);
    }

    @Test
    void refusesTheEarlierOfTwoProcessesWithOneNameAsLongAsTheLaterLives() {
        Map<String, Object> later = body();
        later.put("bootId", "run-2");
        later.put("address", "http://127.0.0.1:3998");
        register(body()).statusCode(200);
        register(later).statusCode(200);

        register(body()).statusCode(409).body(containsString("http://127.0.0.1:3998"));

        assertThat(workers.isPresentRun("registering", "run-2")).isTrue();
        register(later).statusCode(200);
        update("UPDATE workers SET lease_ends = clock_timestamp() WHERE id = 'registering'");
        register(body()).statusCode(200);
        register(later).statusCode(409).body(containsString("http://127.0.0.1:3999"));
    }

    @Test
    void refusesAllButTheLastOfManyProcessesWithOneName() {
        for (int i = 1; i <= 8; i++) {
            register(run(i)).statusCode(200);
        }

        for (int i = 1; i <= 7; i++) {
            register(run(i)).statusCode(409);
        }
        register(run(8)).statusCode(200);
    }

    private static Map<String, Object> run(int number) {
        Map<String, Object> body = body();
        body.put("bootId", "run-" + number);
        return body;
    }

    @Test
    void forgetsWorkersThatWereNotSeenForLong() {
        register(body()).statusCode(200);
        gone.run(() -> true);
        assertThat(workers.named("registering")).isPresent();

        update("UPDATE workers SET seen_at = seen_at - interval '8 days' WHERE id = 'registering'");
        gone.run(() -> true);

        assertThat(workers.named("registering")).isEmpty();
    }

    @Test
    void refusesWithoutTheSecret() {
        given().contentType(ContentType.JSON)
                .body(body())
                .post(registrations)
                .then()
                .statusCode(401);
        given().contentType(ContentType.JSON)
                .header(WorkerPaths.SECRET_HEADER, "wrong")
                .body(body())
                .post(registrations)
                .then()
                .statusCode(401);

        assertThat(workers.named("registering")).isEmpty();
    }

    @Test
    void isNotServedOnThePublicPort() {
        given().contentType(ContentType.JSON)
                .header(WorkerPaths.SECRET_HEADER, LocalServices.WORKER_SECRET)
                .body(body())
                .post(publicPort)
                .then()
                .statusCode(404);
    }

    @Test
    void refusesAnOversizedBody() {
        Map<String, Object> large = body();
        large.put("padding", "x".repeat(20_000));

        register(large).statusCode(413);

        assertThat(workers.named("registering")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            workerId | ''
            workerId | with space
            bootId   | a/b
            profiles | ''
            address  | ftp://127.0.0.1:1
            address  | http://127.0.0.1:1/path
            address  | http://user@127.0.0.1:1
            address  | not an address
            address  | http://
            version  | ''
            """)
    void refusesWhatIsNoRegistration(String field, String value) {
        Map<String, Object> wrong = body();
        wrong.put(field, value);
        register(wrong).statusCode(422).body(startsWith(field + " must"));
        wrong.remove(field);
        register(wrong).statusCode(422).body(startsWith(field + " must"));

        assertThat(workers.named("registering")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"capacity, -1", "capacity, 100001", "sessions, -1"})
    void refusesFiguresThatCannotBe(String field, int value) {
        Map<String, Object> wrong = body();
        wrong.put(field, value);

        register(wrong).statusCode(422).body(startsWith(field + " must"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {           | 400
            [1]         | 400
            ''          | 422
            null        | 422
            """)
    void refusesWhatCannotBeRead(String body, int status) {
        given().contentType(ContentType.JSON)
                .header(WorkerPaths.SECRET_HEADER, LocalServices.WORKER_SECRET)
                .body(body)
                .post(registrations)
                .then()
                .statusCode(status);
    }

    private ValidatableResponse register(Map<String, Object> body) {
        return given().contentType(ContentType.JSON)
                .header(WorkerPaths.SECRET_HEADER, LocalServices.WORKER_SECRET)
                .body(body)
                .post(registrations)
                .then();
    }

    private static Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("workerId", WORKER.workerId());
        body.put("bootId", WORKER.bootId());
        body.put("address", WORKER.address());
        body.put("capacity", WORKER.capacity());
        body.put("sessions", WORKER.sessions());
        body.put("profiles", WORKER.profiles());
        body.put("version", WORKER.version());
        return body;
    }

    private void update(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }
}
