package io.sanasend.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.DatabaseCost;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.devui.Operations;
import io.sanasend.devui.Operations.Answer;
import io.sanasend.devui.Operations.Session;
import io.sanasend.devui.Operations.Worker;
import io.sanasend.model.session.SessionState;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import java.net.URL;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ApiTest
class GatewayOperationsIT {

    @Inject
    Operations operations;

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    EntityManagerFactory database;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @AfterEach
    void bringWorkerBack() {
        worker.comeBack();
    }

    @Test
    void showsTheWorkerThatAnswers() {
        Worker shown = operations.workers().getFirst();

        assertThat(operations.workers()).hasSize(1);
        assertThat(shown.address()).startsWith("http://127.0.0.1:");
        assertThat(shown.up()).isTrue();
        assertThat(shown.version()).isEqualTo("test");
        assertThat(shown.bootId()).isEqualTo(worker.bootId());
        assertThat(shown.capacity()).isEqualTo(10_000);
        assertThat(shown.trouble()).isNull();
    }

    @Test
    void showsTheWorkerThatIsAway() {
        worker.die();

        Worker shown = operations.workers().getFirst();

        assertThat(shown.up()).isFalse();
        assertThat(shown.address()).startsWith("http://127.0.0.1:");
        assertThat(shown.bootId()).isNull();
        assertThat(shown.trouble()).isNotBlank();
    }

    @Test
    void showsASessionWithItsOwnerItsStateAndWhatWaitsInItsQueue() {
        Number number = numbers.linked(events);
        numbers.enter(events, number, SessionState.RECONNECTING);
        Instant before = Instant.now();
        queue(number);
        queue(number);

        Session shown = shown(number);

        assertThat(shown.wireId()).isEqualTo(number.sessionId());
        assertThat(shown.name()).isEqualTo("Instance");
        assertThat(shown.owner()).isEqualTo(number.tenant().id());
        assertThat(shown.state()).isEqualTo("reconnecting");
        assertThat(shown.reason()).isEqualTo("scripted");
        assertThat(shown.advice()).isNull();
        assertThat(shown.linked()).isTrue();
        assertThat(shown.since()).isBefore(Instant.now());
        assertThat(shown.queued()).isEqualTo(2);
        assertThat(shown.oldestQueued()).isBetween(before, Instant.now());
    }

    @Test
    void countsOnlyMessagesThatAreNotSettled() {
        Number number = numbers.linked(events);
        number.tenant()
                .call()
                .body(Map.of("recipient", "+4915112345678", "message", "sent at once"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(200);

        assertThat(shown(number).queued()).isZero();
        assertThat(shown(number).oldestQueued()).isNull();
    }

    @Test
    void leavesOutDeletedSessions() {
        Number number = numbers.linked(events);
        number.tenant()
                .bare()
                .delete("/api/v1/sessions/delete/" + number.id())
                .then()
                .statusCode(200);

        assertThat(operations.sessions().shown()).extracting(Session::id).doesNotContain((long) number.id());
    }

    @Test
    void readsAllSessionsInOneStatement() {
        numbers.linked(events);
        numbers.linked(events);
        DatabaseCost cost = DatabaseCost.of(database.unwrap(SessionFactory.class), operations::sessions);

        assertThat(cost.statements()).isEqualTo(1);
        Operations.Sessions sessions = operations.sessions();
        assertThat(sessions.total())
                .isGreaterThanOrEqualTo(2)
                .isGreaterThanOrEqualTo(sessions.shown().size());
    }

    @Test
    void makesAFreshQrCode() {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");

        Answer answer = operations.refreshQr(number.id());

        assertThat(answer).isEqualTo(new Answer(true, number.sessionId() + " has a fresh QR code."));
        assertThat(worker.calls(number.sessionId())).last().asString().endsWith("/refresh-qr");
    }

    @Test
    void refusesAQrCodeForALinkedSession() {
        Number number = numbers.linked(events);
        int calls = worker.calls(number.sessionId()).size();

        Answer answer = operations.refreshQr(number.id());

        assertThat(answer.done()).isFalse();
        assertThat(answer.text()).contains("log it out first");
        assertThat(worker.calls(number.sessionId())).hasSize(calls);
        assertThat(shown(number).state()).isEqualTo("connected");
    }

    @Test
    void restartsASessionThatStaysLinked() {
        Number number = numbers.linked(events);
        worker.onStart(number.sessionId(), SessionState.CONNECTED);

        Answer answer = operations.restart(number.id());

        assertThat(answer).isEqualTo(new Answer(true, number.sessionId() + " is connected now."));
        assertThat(worker.calls(number.sessionId()))
                .endsWith("POST /sessions/" + number.sessionId() + "/stop", "PUT /sessions/" + number.sessionId());
        assertThat(shown(number).linked()).isTrue();
    }

    @Test
    void restartsASessionTheWorkerDoesNotHave() {
        Number number = numbers.linked(events);
        worker.restart();
        worker.onStart(number.sessionId(), SessionState.CONNECTED);

        assertThat(operations.restart(number.id()).done()).isTrue();
        assertThat(shown(number).state()).isEqualTo("connected");
    }

    @Test
    void logsASessionOut() {
        Number number = numbers.linked(events);

        Answer answer = operations.logOut(number.id());

        assertThat(answer).isEqualTo(new Answer(true, number.sessionId() + " is logged_out now."));
        assertThat(shown(number).state()).isEqualTo("logged_out");
        assertThat(shown(number).linked()).isFalse();
    }

    @Test
    void changesNothingAndSaysWhyWhileTheWorkerIsAway() {
        Number number = numbers.linked(events);
        Session before = shown(number);
        worker.goAway();

        List<Answer> answers = List.of(operations.restart(number.id()), operations.logOut(number.id()));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.done()).isFalse();
            assertThat(answer.text()).contains("cannot be reached");
        });
        assertThat(shown(number)).isEqualTo(before);
    }

    @Test
    void saysWhenThereIsNoSuchSession() {
        assertThat(operations.restart(999_999)).isEqualTo(new Answer(false, "There is no such session."));
    }

    private Session shown(Number number) {
        return operations.sessions().shown().stream()
                .filter(session -> session.id() == number.id())
                .findFirst()
                .orElseThrow();
    }

    private void queue(Number number) {
        number.tenant()
                .call()
                .header("Prefer", "respond-async")
                .body(Map.of("recipient", "+4915112345678", "message", "later"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(202);
    }
}
