package io.sanasend.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.StubWorkers;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.session.SessionState;
import jakarta.inject.Inject;
import java.net.URL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ApiTest
class SessionRepairIT {

    @Inject
    StubWorker worker;

    @Inject
    StubWorkers workers;

    @Inject
    TestNumbers numbers;

    @Inject
    RosterRepair repair;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @BeforeEach
    void keepRepairsOut() {
        workers.keepRepairsOut();
    }

    @AfterEach
    void bringWorkerBack() {
        worker.comeBack();
        workers.letRepairsIn();
    }

    @Test
    void startsALinkedSessionThatARestartedWorkerDoesNotHave() throws InterruptedException {
        Number number = numbers.linked(events);
        worker.restart();
        worker.onStart(number.sessionId(), SessionState.CONNECTED);

        repair.run(false);

        assertThat(worker.calls(number.sessionId())).last().isEqualTo("PUT /sessions/" + number.sessionId());
        assertThat(status(number)).isEqualTo("connected");
    }

    @Test
    void leavesASessionAloneThatItsOwnerStopped() throws InterruptedException {
        Number number = numbers.linked(events);
        number.tenant().bare().post("/api/v1/sessions/disconnect/").then().statusCode(200);
        worker.restart();
        int calls = worker.calls(number.sessionId()).size();

        repair.run(false);

        assertThat(worker.calls(number.sessionId())).hasSize(calls);
        assertThat(status(number)).isEqualTo("disconnected");
    }

    @Test
    void takesOverWhatWasMissed() throws InterruptedException {
        Number number = numbers.linked(events);
        worker.enter(number.sessionId(), SessionState.RECONNECTING);

        repair.run(false);

        assertThat(status(number)).isEqualTo("reconnecting");
    }

    @Test
    void logsOutWhatADeletedSessionLeftAtTheWorker() throws InterruptedException {
        Number number = numbers.linked(events);
        number.tenant()
                .bare()
                .delete("/api/v1/sessions/delete/" + number.sessionId() + "/")
                .then()
                .statusCode(200);
        worker.enter(number.sessionId(), SessionState.QR_PENDING);
        int calls = worker.calls(number.sessionId()).size();

        repair.run(false);
        repair.run(false);

        assertThat(worker.calls(number.sessionId()))
                .hasSize(calls + 1)
                .last()
                .isEqualTo("POST /sessions/" + number.sessionId() + "/logout");
    }

    @Test
    void changesNothingWhileTheWorkerIsAway() throws InterruptedException {
        Number number = numbers.linked(events);
        worker.goAway();

        repair.run(false);
        repair.run(false);

        assertThat(status(number)).isEqualTo("connected");
    }

    @Test
    void givesAStartTimeBeforeItCallsItLost() throws InterruptedException {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");
        worker.restart();

        repair.run(false);

        assertThat(status(number)).isEqualTo("qr_pending");
    }

    private static String status(Number number) {
        return number.tenant().bare().get("/api/v1/sessions/status/").path("data.status");
    }
}
