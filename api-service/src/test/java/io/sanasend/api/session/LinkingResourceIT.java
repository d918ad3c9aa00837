package io.sanasend.api.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Replies;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class LinkingResourceIT {

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
    void drawsTheQrCodeAsAPicture() throws IOException {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");

        Response png = number.tenant().bare().get("/api/v1/sessions/" + number.id() + "/qr.png");

        png.then().statusCode(200).contentType("image/png").header("Cache-Control", "no-store");
        assertThat(ImageIO.read(new ByteArrayInputStream(png.asByteArray())).getWidth())
                .isGreaterThan(200);
    }

    @Test
    void drawsTheQrCodeAsADrawing() {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");

        Response svg = number.tenant().bare().get("/api/v1/sessions/" + number.sessionId() + "/qr.svg/");

        svg.then()
                .statusCode(200)
                .contentType("image/svg+xml")
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff");
        assertThat(svg.asString()).startsWith("<svg xmlns=").containsOnlyOnce("<path ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"qr.png", "qr.png/", "qr.svg", "qr.svg/"})
    void hasNoQrImageOfAConnectedSession(String image) {
        Number number = numbers.linked(events);

        number.tenant()
                .bare()
                .get("/api/v1/sessions/" + number.sessionId() + "/" + image)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("error_code", equalTo("QR_CODE_NOT_FOUND"));
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
    void answersAPairingCodeForTheNumberInDigits() {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");
        List<String> asked = new CopyOnWriteArrayList<>();
        worker.onPairing(number.sessionId(), request -> {
            asked.add(request.phone().value());
            return Replies.pairingCode("WXYZ9876");
        });

        pair(number, "+49 (1511) 2345-678")
                .then()
                .statusCode(200)
                .body("data.code", equalTo("WXYZ9876"))
                .body("data.expiresAt", notNullValue());

        assertThat(asked).containsExactly("4915112345678");
    }

    @Test
    void startsASessionThatDoesNotRunToPairIt() {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");
        worker.restart();

        pair(number, "4915112345678").then().statusCode(200);

        assertThat(worker.calls(number.sessionId()))
                .endsWith(
                        "PUT /sessions/" + number.sessionId(),
                        "POST /sessions/" + number.sessionId() + "/pairing-code");
    }

    @Test
    void hasNoPairingCodeForALinkedSession() {
        Number number = numbers.linked(events);
        int calls = worker.calls(number.sessionId()).size();

        pair(number, "4915112345678").then().statusCode(409).body("error_code", equalTo("CONFLICT"));

        assertThat(worker.calls(number.sessionId())).hasSize(calls);
    }

    @Test
    void doesNotWakeALinkedSessionThatItsOwnerStopped() {
        Number number = numbers.linked(events);
        number.tenant().bare().post("/api/v1/sessions/disconnect/").then().statusCode(200);

        pair(number, "4915112345678").then().statusCode(409);

        number.tenant().bare().get("/api/v1/sessions/status/").then().body("data.status", equalTo("disconnected"));
    }

    @Test
    void hasNoPairingCodeWhileTheSessionIsStillStarting() {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");
        numbers.enter(events, number, SessionState.INITIALIZING);

        pair(number, "4915112345678").then().statusCode(409).body("error_code", equalTo("CONFLICT"));
    }

    @ParameterizedTest
    @CsvSource({
        "RESULT_UNKNOWN, 503, WORKER_UNAVAILABLE",
        "INVALID_REQUEST, 409, CONFLICT",
        "SESSION_NOT_CONNECTED, 409, SESSION_NOT_CONNECTED"
    })
    void saysWhenWhatsAppGivesNoPairingCode(WorkerErrorCode answer, int status, String code) {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");
        worker.onPairing(number.sessionId(), _ -> Replies.error(answer));

        pair(number, "4915112345678").then().statusCode(status).body("error_code", equalTo(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0151 12345678", "abc", "120363041234567890@g.us", "12"})
    void refusesAPhoneThatIsNone(String phone) {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");
        int calls = worker.calls(number.sessionId()).size();

        pair(number, phone)
                .then()
                .statusCode(422)
                .body("error_code", equalTo("VALIDATION_FAILED"))
                .body("errors.phone", contains("must be a phone number with its country code"));

        assertThat(worker.calls(number.sessionId())).hasSize(calls);
    }

    @Test
    void needsAPhoneToPair() {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");

        number.tenant()
                .call()
                .body(Map.of())
                .post("/api/v1/sessions/" + number.id() + "/pairing-code/")
                .then()
                .statusCode(422)
                .body("errors.phone", notNullValue());
    }

    @Test
    void doesNotPairAnotherTenantsSession() {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");
        int calls = worker.calls(number.sessionId()).size();

        TestCallers.newTenant()
                .call()
                .body(Map.of("phone", "4915112345678"))
                .post("/api/v1/sessions/" + number.id() + "/pairing-code/")
                .then()
                .statusCode(404)
                .body("error_code", equalTo("SESSION_NOT_FOUND"));

        assertThat(worker.calls(number.sessionId())).hasSize(calls);
    }

    private static Response pair(Number number, String phone) {
        return number.tenant()
                .call()
                .body(Map.of("phone", phone))
                .post("/api/v1/sessions/" + number.id() + "/pairing-code/");
    }
}
