package io.sanasend.api.health;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.StubWorker;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class HealthResourceIT {

    @Inject
    StubWorker worker;

    @AfterEach
    void bringWorkerBack() {
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
    void livesAsLongAsItAnswers() {
        given().get("/health/live/").then().statusCode(200).body("status", equalTo("up"));
    }
}
