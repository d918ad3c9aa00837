package io.sanasend.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.session.SessionState;
import jakarta.inject.Inject;
import java.net.URL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ApiTest
class SessionRepairIT {

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    SessionRepair repair;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @AfterEach
    void bringWorkerBack() {
        worker.comeBack();
    }

    @Test
    void startsALinkedSessionThatARestartedWorkerDoesNotHave() {
        Number number = numbers.linked(events);
        worker.restart();
        worker.onStart(number.sessionId(), SessionState.CONNECTED);

        repair.watch();

        assertThat(worker.calls(number.sessionId())).last().isEqualTo("PUT /sessions/" + number.sessionId());
        assertThat(status(number)).isEqualTo("connected");
    }

    @Test
    void leavesASessionAloneThatItsOwnerStopped() {
        Number number = numbers.linked(events);
        number.tenant().bare().post("/api/v1/sessions/disconnect/").then().statusCode(200);
        worker.restart();
        int calls = worker.calls(number.sessionId()).size();

        repair.repair();

        assertThat(worker.calls(number.sessionId())).hasSize(calls);
        assertThat(status(number)).isEqualTo("disconnected");
    }

    @Test
    void takesOverWhatWasMissed() {
        Number number = numbers.linked(events);
        worker.enter(number.sessionId(), SessionState.RECONNECTING);

        repair.repair();

        assertThat(status(number)).isEqualTo("reconnecting");
    }

    @Test
    void logsOutWhatADeletedSessionLeftAtTheWorker() {
        Number number = numbers.linked(events);
        number.tenant()
                .bare()
                .delete("/api/v1/sessions/delete/" + number.sessionId() + "/")
                .then()
                .statusCode(200);
        worker.enter(number.sessionId(), SessionState.QR_PENDING);
        int calls = worker.calls(number.sessionId()).size();

        repair.repair();
        repair.repair();

        assertThat(worker.calls(number.sessionId()))
                .hasSize(calls + 1)
                .last()
                .isEqualTo("POST /sessions/" + number.sessionId() + "/logout");
    }

    @Test
    void changesNothingWhileTheWorkerIsAway() {
        Number number = numbers.linked(events);
        worker.goAway();

        repair.watch();
        repair.repair();

        assertThat(status(number)).isEqualTo("connected");
    }

    @Test
    void givesAStartTimeBeforeItCallsItLost() {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");
        worker.restart();

        repair.repair();

        assertThat(status(number)).isEqualTo("qr_pending");
    }

    private static String status(Number number) {
        return number.tenant().bare().get("/api/v1/sessions/status/").path("data.status");
    }
}
