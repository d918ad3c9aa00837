package io.sanasend.api.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;

import io.restassured.path.json.JsonPath;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.StubWorkers;
import io.sanasend.api.testing.TestCallers;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class WorkerResourceIT {

    @Inject
    StubWorkers workers;

    @AfterEach
    void dismiss() {
        workers.dismiss();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void listsTheWorkersThatLiveAndThoseThatDoNot(String slash) {
        StubWorker live = workers.another("place-listed", 7);
        StubWorker dead = workers.another("place-listed", 3);
        dead.die();

        JsonPath list = TestCallers.admin()
                .bare()
                .get("/api/v1/workers" + slash)
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("count", greaterThanOrEqualTo(3))
                .extract()
                .jsonPath();

        Map<String, Object> shown = list.getMap("results.find { it.id == '" + live.id() + "' }");
        assertThat(shown)
                .containsEntry("is_live", true)
                .containsEntry("host", "127.0.0.1")
                .containsEntry("capacity", 7)
                .containsEntry("sessions", 0)
                .containsEntry("profiles", "place-listed")
                .containsEntry("version", "test")
                .containsKey("seen_at")
                .hasSize(8);
        assertThat(list.getBoolean("results.find { it.id == '" + dead.id() + "' }.is_live"))
                .isFalse();
    }

    @Test
    void listsThemPageByPage() {
        workers.another("place-listed", 7);

        TestCallers.admin()
                .bare()
                .get("/api/v1/workers/?page=2&page_size=1")
                .then()
                .statusCode(200)
                .body("results", hasSize(1));
        TestCallers.admin()
                .bare()
                .get("/api/v1/workers/?page=none")
                .then()
                .statusCode(422)
                .body("error_code", equalTo("VALIDATION_FAILED"));
    }

    @Test
    void isForStaff() {
        TestCallers.newTenant().bare().get("/api/v1/workers/").then().statusCode(403);
    }
}
