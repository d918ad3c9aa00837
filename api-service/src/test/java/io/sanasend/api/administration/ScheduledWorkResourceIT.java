package io.sanasend.api.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.arc.All;
import io.sanasend.api.schedule.ScheduledWork;
import io.sanasend.api.schedule.TestSchedule;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class ScheduledWorkResourceIT {

    private static final String PATH = "/api/v1/scheduled-work";

    @Inject
    @All
    List<ScheduledWork> works;

    @Inject
    TestSchedule schedule;

    private final Tenant admin = TestCallers.admin();

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void listsEveryPieceOfWork(String slash) {
        schedule.look();

        List<String> names = admin.bare()
                .get(PATH + slash + "?page_size=100")
                .then()
                .statusCode(200)
                .body("count", greaterThan(8))
                .body("results.find { it.name == 'old-files' }.interval", equalTo(600))
                .body("results.find { it.name == 'old-files' }.next_due_at", notNullValue())
                .body("results.find { it.name == 'old-files' }.last_failure", nullValue())
                .extract()
                .path("results.name");

        assertThat(names).containsAll(works.stream().map(ScheduledWork::name).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void runsWorkThatIsAskedFor(String slash) {
        schedule.look();
        Instant before = lastStart();

        String due = admin.bare()
                .post(PATH + "/logins-cleaning/run" + slash)
                .then()
                .statusCode(200)
                .body("data.name", equalTo("logins-cleaning"))
                .extract()
                .path("data.next_due_at");
        assertThat(Instant.parse(due)).isBefore(Instant.now().plusSeconds(5));
        schedule.look();

        assertThat(lastStart()).isAfter(before);
        admin.bare()
                .get(PATH + "/logins-cleaning/runs" + slash + "?page_size=1")
                .then()
                .statusCode(200)
                .body("results", hasSize(1))
                .body("results[0].replica", notNullValue())
                .body("results[0].ended_at", notNullValue())
                .body("results[0].result", equalTo("ok"))
                .body("results[0].detail", containsString("forgotten"));
        admin.bare()
                .get(PATH)
                .then()
                .body("results.find { it.name == 'logins-cleaning' }.last_run.result", equalTo("ok"))
                .body("results.find { it.name == 'logins-cleaning' }.is_running", equalTo(false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing-of-the-kind", "%00", "x%27%20OR%201=1"})
    void knowsNoOtherWork(String name) {
        admin.bare()
                .urlEncodingEnabled(false)
                .get(PATH + "/" + name + "/runs/")
                .then()
                .statusCode(404)
                .body("error_code", equalTo("NOT_FOUND"));
        admin.bare()
                .urlEncodingEnabled(false)
                .post(PATH + "/" + name + "/run/")
                .then()
                .statusCode(404);
    }

    @Test
    void refusesAPageThatIsNone() {
        schedule.look();

        admin.bare()
                .get(PATH + "/logins-cleaning/runs/?page=0")
                .then()
                .statusCode(422)
                .body("errors.page", notNullValue());
    }

    private Instant lastStart() {
        List<String> starts = admin.bare()
                .get(PATH + "/logins-cleaning/runs/?page_size=1")
                .then()
                .extract()
                .path("results.started_at");
        return starts.isEmpty() ? Instant.EPOCH : Instant.parse(starts.getFirst());
    }
}
