package io.sanasend.api.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.session.SessionState;
import jakarta.inject.Inject;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ApiTest
class SessionResourceIT {

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @AfterEach
    void bringWorkerBack() {
        worker.comeBack();
    }

    @Test
    void startsTheFirstSessionAsPrimaryWithAQrCode() {
        Tenant tenant = TestCallers.newTenant();

        tenant.call()
                .post("/api/v1/sessions/init/")
                .then()
                .statusCode(201)
                .body("data.instance_name", equalTo("Instance"))
                .body("data.sessionId", equalTo("u" + tenant.id()))
                .body("data.status", equalTo("qr_pending"))
                .body("data.is_primary", equalTo(true))
                .body("data.qrCode", startsWith("data:image/png;base64,"))
                .body("data.qrPayload", startsWith("https://wa.me/"))
                .body("data.qrExpiresAt", notNullValue());
    }

    @Test
    void answersTheSameSessionForTheSameName() {
        Tenant tenant = TestCallers.newTenant();
        Number first = numbers.started(tenant, "Büro 東京");

        tenant.call()
                .body(Map.of("instance_name", " Bu\u0308ro 東京 "))
                .post("/api/v1/sessions/init")
                .then()
                .statusCode(200)
                .body("data.id", equalTo(first.id()));
    }

    @ParameterizedTest
    @CsvSource({"A B, a_b", "straße, strasse", "名前, 名 前", "x, X"})
    void tellsNamesApartByEachCharacter(String one, String other) {
        Tenant tenant = TestCallers.newTenant();

        assertThat(numbers.started(tenant, one).sessionId())
                .isNotEqualTo(numbers.started(tenant, other).sessionId());
    }

    @Test
    void takesAHundredCharactersOfAnyKindWithoutTheSpaceAroundThem() {
        String name = "\uD83D\uDE80".repeat(100);

        TestCallers.newTenant()
                .call()
                .body(Map.of("instance_name", "  " + name + " "))
                .post("/api/v1/sessions/init/")
                .then()
                .statusCode(201)
                .body("data.instance_name", equalTo(name));
    }

    @Test
    void makesNoMoreThanAllowedForCallersThatAskAtOnce() throws Exception {
        Tenant tenant = TestCallers.newTenant();
        List<Callable<Integer>> inits = IntStream.range(0, 14)
                .<Callable<Integer>>mapToObj(i -> () -> tenant.call()
                        .body(Map.of("instance_name", "n" + i))
                        .post("/api/v1/sessions/init/")
                        .statusCode())
                .toList();

        List<Future<Integer>> answers;
        try (ExecutorService callers = Executors.newFixedThreadPool(14)) {
            answers = callers.invokeAll(inits);
        }

        assertThat(answers.stream().map(Future::resultNow).toList())
                .containsOnly(201, 409)
                .filteredOn(status -> status == 201)
                .hasSize(10);
        tenant.bare().get("/api/v1/sessions/list/").then().body("data.total_count", equalTo(10));
    }

    @Test
    void makesOneSessionForCallersThatAskForTheSameNameAtOnce() throws Exception {
        Tenant tenant = TestCallers.newTenant();
        Callable<Integer> init = () -> tenant.call()
                .body(Map.of("instance_name", "together"))
                .post("/api/v1/sessions/init/")
                .then()
                .extract()
                .path("data.id");

        List<Future<Integer>> answers;
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            answers = callers.invokeAll(Stream.generate(() -> init).limit(8).toList());
        }

        assertThat(answers.stream().map(Future::resultNow).collect(Collectors.toSet()))
                .hasSize(1);
    }

    @Test
    void answersAcceptedWhileThereIsNoQrCodeYet() {
        Tenant tenant = TestCallers.newTenant();
        worker.onStart("u" + tenant.id(), SessionState.INITIALIZING);

        tenant.call()
                .post("/api/v1/sessions/init/")
                .then()
                .statusCode(202)
                .body("data.status", equalTo("initializing"))
                .body("data.qrCode", nullValue());
    }

    @Test
    void refusesMoreSessionsThanAllowed() {
        Tenant tenant = TestCallers.newTenant();
        for (int i = 0; i < 10; i++) {
            numbers.started(tenant, "n" + i);
        }

        tenant.call()
                .body(Map.of("instance_name", "one more"))
                .post("/api/v1/sessions/init/")
                .then()
                .statusCode(409)
                .body("error_code", equalTo("SESSION_LIMIT_REACHED"));
    }

    @Test
    void saysWhenTheWorkerIsAway() {
        Tenant tenant = TestCallers.newTenant();
        worker.goAway();

        tenant.call()
                .post("/api/v1/sessions/init/")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("error_code", equalTo("WORKER_UNAVAILABLE"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"instance_name": ""}     | 422 | VALIDATION_FAILED
            {"instance_name": "\u2003 "} | 422 | VALIDATION_FAILED
            {"instance_name": "a\\nb"} | 422 | VALIDATION_FAILED
            {"instance_name": {}}     | 422 | VALIDATION_FAILED
            {"instance_name": "x      | 400 | MALFORMED_REQUEST
            [                         | 400 | MALFORMED_REQUEST
            """)
    void refusesABadBody(String body, int status, String code) {
        Tenant tenant = TestCallers.newTenant();

        tenant.call()
                .body(body)
                .post("/api/v1/sessions/init/")
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("error_code", equalTo(code));
        tenant.call().get("/api/v1/sessions/list/").then().body("data.total_count", equalTo(0));
    }

    @Test
    void namesTheFieldThatIsWrong() {
        TestCallers.newTenant()
                .call()
                .body(Map.of("instance_name", "x".repeat(101)))
                .post("/api/v1/sessions/init/")
                .then()
                .statusCode(422)
                .body("errors.instance_name", hasItem(startsWith("must be text")));
    }

    @Test
    void showsTheConnectedNumberInStatusAndList() {
        Number number = numbers.linked(events);

        number.tenant()
                .call()
                .get("/api/v1/sessions/status/")
                .then()
                .statusCode(200)
                .body("data.exists", equalTo(true))
                .body("data.status", equalTo("connected"))
                .body("data.isReady", equalTo(true))
                .body("data.phoneNumber", equalTo("4915112345678"))
                .body("data.qrCode", nullValue())
                .body("data.connectedAt", notNullValue());
        number.tenant()
                .call()
                .get("/api/v1/sessions/list")
                .then()
                .body("data.sessions.sessionId", contains(number.sessionId()))
                .body("data.connected_count", equalTo(1));
    }

    @Test
    void countsSessionsAndThoseThatCanSend() {
        Number first = numbers.linked(events);
        numbers.started(first.tenant(), "second");
        numbers.enter(events, numbers.started(first.tenant(), "third"), SessionState.RECONNECTING);

        first.tenant()
                .bare()
                .get("/api/v1/sessions/list/")
                .then()
                .body("data.total_count", equalTo(3))
                .body("data.connected_count", equalTo(1))
                .body("data.sessions.instance_name", contains("Instance", "second", "third"));
    }

    @Test
    void answersStatusWithoutAskingTheWorker() {
        Number number = numbers.linked(events);
        int calls = worker.calls(number.sessionId()).size();
        worker.goAway();

        for (String path : List.of("status/", "status/" + number.id(), "status/" + number.sessionId(), "list/")) {
            number.tenant().bare().get("/api/v1/sessions/" + path).then().statusCode(200);
        }

        assertThat(worker.calls(number.sessionId())).hasSize(calls);
    }

    @Test
    void asksTheWorkerOnceForEachStep() {
        Number number = numbers.linked(events);
        int calls = worker.allCalls();

        number.tenant().bare().post("/api/v1/sessions/disconnect/").then().statusCode(200);

        assertThat(worker.allCalls()).isEqualTo(calls + 1);
    }

    @Test
    void saysThatThereIsNoSession() {
        TestCallers.newTenant()
                .call()
                .get("/api/v1/sessions/status/")
                .then()
                .statusCode(200)
                .body("data.exists", equalTo(false))
                .body("data.status", equalTo("not_found"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, status/{id}",
        "GET, {id}/qr.png",
        "GET, {id}/qr.svg",
        "POST, set-primary/{id}",
        "POST, disconnect/{id}",
        "POST, refresh-qr/{id}",
        "POST, reconnect/{id}",
        "POST, logout/{id}",
        "DELETE, delete/{id}"
    })
    void doesNotKnowAnotherTenantsSession(String method, String path) {
        Number number = numbers.linked(events);
        Tenant stranger = TestCallers.newTenant();
        int callsBefore = worker.calls(number.sessionId()).size();

        for (Object id : List.of(number.id(), number.sessionId(), "u999999", "nonsense", "99999999999999999999")) {
            stranger.bare()
                    .request(method, "/api/v1/sessions/" + path.replace("{id}", id.toString()))
                    .then()
                    .statusCode(404)
                    .body("error_code", equalTo("SESSION_NOT_FOUND"));
        }

        assertThat(worker.calls(number.sessionId())).hasSize(callsBefore);
    }

    @Test
    void staysLinkedWhenDisconnectedAndComesBackWithoutAQrCode() {
        Number number = numbers.linked(events);
        number.tenant()
                .bare()
                .post("/api/v1/sessions/disconnect/")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("disconnected"));
        worker.onStart(number.sessionId(), SessionState.CONNECTED);

        number.tenant()
                .bare()
                .post("/api/v1/sessions/reconnect/" + number.id() + "/")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("connected"))
                .body("data.qrCode", nullValue());
    }

    @Test
    void disconnectsASessionTheWorkerDoesNotHave() {
        Number number = numbers.linked(events);
        worker.restart();

        number.tenant()
                .bare()
                .post("/api/v1/sessions/disconnect/" + number.id())
                .then()
                .statusCode(200)
                .body("data.status", equalTo("disconnected"));
    }

    @Test
    void canBeLinkedAgainAfterALogout() {
        Number number = numbers.linked(events);
        number.tenant()
                .bare()
                .post("/api/v1/sessions/logout/" + number.id() + "/")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("logged_out"))
                .body("data.phoneNumber", nullValue());

        number.tenant()
                .call()
                .post("/api/v1/sessions/init/")
                .then()
                .statusCode(200)
                .body("data.id", equalTo(number.id()))
                .body("data.status", equalTo("qr_pending"));
    }

    @Test
    void logsOutBeforeItDeletesAndGivesTheOldestRemainingItsPlace() {
        Tenant tenant = TestCallers.newTenant();
        Number first = numbers.started(tenant, "first");
        Number second = numbers.started(tenant, "second");

        tenant.bare()
                .delete("/api/v1/sessions/delete/" + first.id() + "/")
                .then()
                .statusCode(200);

        assertThat(worker.calls(first.sessionId())).last().asString().endsWith("/logout");
        tenant.bare()
                .get("/api/v1/sessions/status/")
                .then()
                .body("data.id", equalTo(second.id()))
                .body("data.is_primary", equalTo(true));
    }

    @Test
    void neverUsesAnIdAgain() {
        Tenant tenant = TestCallers.newTenant();
        Number first = numbers.started(tenant, "same name");
        tenant.bare()
                .delete("/api/v1/sessions/delete/" + first.sessionId())
                .then()
                .statusCode(200);

        Number again = numbers.started(tenant, "same name");

        assertThat(again.id()).isNotEqualTo(first.id());
        assertThat(again.sessionId()).isEqualTo("u" + tenant.id() + "-" + again.id());
    }

    @Test
    void deletesNothingWhileTheWorkerIsAway() {
        Number number = numbers.linked(events);
        worker.goAway();

        number.tenant()
                .bare()
                .delete("/api/v1/sessions/delete/" + number.id())
                .then()
                .statusCode(503)
                .body("error_code", equalTo("WORKER_UNAVAILABLE"));

        number.tenant().bare().get("/api/v1/sessions/status/").then().body("data.status", equalTo("connected"));
    }
}
