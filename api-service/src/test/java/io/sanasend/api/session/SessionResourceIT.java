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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
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
    void saysThatThereIsNoSession() {
        TestCallers.newTenant()
                .call()
                .get("/api/v1/sessions/status/")
                .then()
                .statusCode(200)
                .body("data.exists", equalTo(false))
                .body("data.status", equalTo("not_found"));
    }

    @Test
    void drawsTheQrCodeAsAnImage() throws IOException {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");

        byte[] png = number.tenant()
                .bare()
                .get("/api/v1/sessions/" + number.id() + "/qr.png")
                .then()
                .statusCode(200)
                .contentType("image/png")
                .extract()
                .asByteArray();

        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isGreaterThan(200);
    }

    @Test
    void hasNoQrImageOfAConnectedSession() {
        Number number = numbers.linked(events);

        number.tenant()
                .bare()
                .get("/api/v1/sessions/" + number.sessionId() + "/qr.png/")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("error_code", equalTo("NOT_FOUND"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, status/{id}",
        "GET, {id}/qr.png",
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
    void refreshesTheQrCode() {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");

        number.tenant()
                .bare()
                .post("/api/v1/sessions/refresh-qr/")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("qr_pending"));

        assertThat(worker.calls(number.sessionId())).last().asString().endsWith("/refresh-qr");
    }

    @Test
    void hasNoFreshQrCodeForALinkedSession() {
        Number number = numbers.linked(events);

        number.tenant()
                .bare()
                .post("/api/v1/sessions/refresh-qr/" + number.id())
                .then()
                .statusCode(409)
                .body("error_code", equalTo("CONFLICT"));
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
