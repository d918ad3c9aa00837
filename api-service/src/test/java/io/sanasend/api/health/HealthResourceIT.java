package io.sanasend.api.health;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.StubWorkers;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.SessionSnapshot;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class HealthResourceIT {

    @Inject
    StubWorker worker;

    @Inject
    StubWorkers workers;

    @Inject
    TestNumbers numbers;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @AfterEach
    void bringWorkerBack() {
        workers.dismiss();
        worker.comeBack();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/", "/health/ready", "/health/ready/"})
    void namesEveryPart(String path) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> given().get(path)
                        .then()
                        .statusCode(200)
                        .body("status", equalTo("up"))
                        .body("parts.database", equalTo("up"))
                        .body("parts.redis", equalTo("up"))
                        .body("parts.workers", equalTo("up"))
                        .body("parts.disk", equalTo("up")));
    }

    @Test
    void canServeWithoutAWorkerButSaysSo() {
        worker.die();

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> given().get("/health/ready/")
                        .then()
                        .statusCode(200)
                        .body("status", equalTo("degraded"))
                        .body("parts.workers", equalTo("down")));
    }

    @Test
    void isDegradedWhileALinkedNumberWaitsForItsWorker() {
        StubWorker other = workers.another("place-of-health", 20_000);
        Number number = numbers.started(TestCallers.newTenant(), "Instance");
        SessionSnapshot snapshot = other.enter(number.sessionId(), SessionState.CONNECTED);
        numbers.tell(events, other.bootId(), List.of(numbers.changed(snapshot)));

        other.die();
        awaitWorkers("degraded");

        other.comeBack();
        awaitWorkers("up");
    }

    private static void awaitWorkers(String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> given().get("/health/").then().statusCode(200).body("parts.workers", equalTo(state)));
    }

    @Test
    void livesAsLongAsItAnswers() {
        given().get("/health/live/").then().statusCode(200).body("status", equalTo("up"));
    }
}
