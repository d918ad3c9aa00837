package io.sanasend.api.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.audit.AuditAction;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.StubWorkers;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several workers: who hosts what, and what follows when one of them is gone. */
@ApiTest
class SessionHostsIT {

    private static final String PLACE = "place-a";
    private static final String ELSEWHERE = "place-b";

    @Inject
    StubWorker always;

    @Inject
    StubWorkers workers;

    @Inject
    TestNumbers numbers;

    @Inject
    RosterRepair repair;

    @Inject
    LinkedSessions sessions;

    @Inject
    Placements placements;

    @Inject
    EntityManager database;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    /** The worker of the other tests takes nothing here. */
    @BeforeEach
    void leaveTheOtherWorkerOut() {
        workers.keepRepairsOut();
        always.die();
    }

    @AfterEach
    void dismiss() {
        workers.dismiss();
        always.comeBack();
        workers.letRepairsIn();
    }

    @Test
    void startsWhereMostRoomIs() {
        StubWorker small = workers.another(PLACE, 2);
        StubWorker large = workers.another(ELSEWHERE, 4);

        List<String> hosts = IntStream.range(0, 6)
                .mapToObj(_ -> hostOf(numbers.started(TestCallers.newTenant(), "Instance")))
                .toList();

        assertThat(hosts).filteredOn(small.id()::equals).hasSize(2);
        assertThat(hosts).filteredOn(large.id()::equals).hasSize(4);
        assertThat(hosts.subList(0, 2)).containsOnly(large.id());
    }

    @Test
    void refusesWhatNoWorkerHasRoomFor() {
        workers.another(PLACE, 1);
        numbers.started(TestCallers.newTenant(), "Instance");
        Tenant late = TestCallers.newTenant();

        late.call()
                .post("/api/v1/sessions/init/")
                .then()
                .statusCode(503)
                .body("error_code", equalTo("CAPACITY_EXHAUSTED"));

        StubWorker further = workers.another(PLACE, 1);
        late.call().post("/api/v1/sessions/init/").then().statusCode(200).body("data.status", equalTo("qr_pending"));
        assertThat(hostOfOnlySessionOf(late)).isEqualTo(further.id());
    }

    @Test
    void neverTakesMoreThanThereIsRoomForHoweverManyAskAtOnce() throws Exception {
        workers.another(PLACE, 3);
        workers.another(PLACE, 2);
        List<Callable<Integer>> starts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Tenant tenant = TestCallers.newTenant();
            starts.add(() -> tenant.call().post("/api/v1/sessions/init/").statusCode());
        }

        List<Integer> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> answer : callers.invokeAll(starts)) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).filteredOn(status -> status == 201).hasSize(5);
        assertThat(answers).filteredOn(status -> status == 503).hasSize(5);
    }

    @Test
    void asksTheWorkerThatHostsTheSession() {
        StubWorker one = workers.another(PLACE, 10);
        Number first = numbers.started(TestCallers.newTenant(), "Instance");
        StubWorker other = workers.another(PLACE, 20);
        Number second = numbers.started(TestCallers.newTenant(), "Instance");
        link(one, first);
        link(other, second);

        send(first, 200);
        send(second, 200);

        assertThat(one.handed(first.sessionId())).hasSize(1);
        assertThat(other.handed(second.sessionId())).hasSize(1);
        assertThat(other.calls(first.sessionId())).isEmpty();
        assertThat(one.calls(second.sessionId())).isEmpty();
    }

    @Test
    void movesTheSessionsOfADeadWorkerToAnotherOfTheSameProfiles() throws InterruptedException {
        StubWorker first = workers.another(PLACE, 50);
        List<Number> linked =
                IntStream.range(0, 20).mapToObj(_ -> linkedAt(first)).toList();
        workers.another(ELSEWHERE, 100);
        StubWorker second = workers.another(PLACE, 50);
        linked.forEach(number -> second.onStart(number.sessionId(), SessionState.CONNECTED));

        repair.run(true);
        assertThat(linked).allSatisfy(number -> assertThat(hostOf(number)).isEqualTo(first.id()));
        first.die();

        // A stub that is asked for many at once may drop a connection; the next repair asks again.
        Awaitility.await().untilAsserted(() -> {
            repair.run(true);
            assertThat(linked).allSatisfy(number -> {
                assertThat(hostOf(number)).isEqualTo(second.id());
                assertThat(status(number)).isEqualTo("connected");
                assertThat(second.calls(number.sessionId())).containsExactly("PUT /sessions/" + number.sessionId());
            });
        });
        send(linked.getFirst(), 200);
        assertThat(second.handed(linked.getFirst().sessionId())).hasSize(1);
    }

    @Test
    void letsALinkedSessionWaitForItsProfile() throws InterruptedException {
        StubWorker first = workers.another(PLACE, 10);
        Number number = linkedAt(first);
        StubWorker elsewhere = workers.another(ELSEWHERE, 10);
        first.die();

        repair.run(false);
        assertThat(status(number)).isEqualTo("connected");
        repair.run(true);

        number.tenant()
                .bare()
                .get("/api/v1/sessions/status/")
                .then()
                .body("data.status", equalTo("reconnecting"))
                .body("data.status_reason", equalTo("worker_away"))
                .body("data.status_advice", containsString("profile"))
                .body("data.phoneNumber", equalTo("4915112345678"));
        assertThat(elsewhere.calls(number.sessionId())).isEmpty();
        assertThat(hostOf(number)).isEqualTo(first.id());

        first.comeBack();
        repair.run(true);
        assertThat(status(number)).isEqualTo("connected");
    }

    @Test
    void comesBackWithAWorkerThatIsNewInTheSamePlace() throws InterruptedException {
        StubWorker first = workers.another(PLACE, 10);
        Number number = linkedAt(first);
        first.die();
        repair.run(true);
        StubWorker second = workers.another(PLACE, 10);
        second.onStart(number.sessionId(), SessionState.CONNECTED);

        repair.run(true);

        assertThat(status(number)).isEqualTo("connected");
        assertThat(hostOf(number)).isEqualTo(second.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void startsASessionAnywhereThatWasNeverLinked(String slash) {
        StubWorker first = workers.another(PLACE, 10);
        Number number = numbers.started(TestCallers.newTenant(), "Instance");
        StubWorker elsewhere = workers.another(ELSEWHERE, 10);
        first.die();

        number.tenant()
                .bare()
                .post("/api/v1/sessions/refresh-qr" + slash)
                .then()
                .statusCode(200)
                .body("data.status", equalTo("qr_pending"));

        assertThat(hostOf(number)).isEqualTo(elsewhere.id());
    }

    @Test
    void waitsWhileAnotherWorkerHoldsTheProfile() throws InterruptedException {
        StubWorker first = workers.another(PLACE, 10);
        Number number = linkedAt(first);
        StubWorker second = workers.another(PLACE, 10);
        second.refuseStart(number.sessionId(), WorkerErrorCode.SESSION_HELD);
        first.die();

        // A comparison that the registration began may still have the first one's list.
        await().untilAsserted(() -> {
            repair.run(true);
            assertThat(status(number)).isEqualTo("reconnecting");
            assertThat(repair.isToBeRepeated()).isTrue();
        });

        // The first was only cut off: it holds the profile, so the table follows.
        first.comeBack();
        repair.run(true);
        assertThat(hostOf(number)).isEqualTo(first.id());
        assertThat(status(number)).isEqualTo("connected");
        send(number, 200);
        assertThat(first.handed(number.sessionId())).hasSize(1);
    }

    @Test
    void followsASessionToTheWorkerThatHasIt() throws InterruptedException {
        StubWorker first = workers.another(PLACE, 10);
        Number number = linkedAt(first);
        StubWorker second = workers.another(PLACE, 10);
        first.lose(number.sessionId());
        second.enter(number.sessionId(), SessionState.CONNECTED);

        repair.run(true);

        assertThat(hostOf(number)).isEqualTo(second.id());
        assertThat(first.calls(number.sessionId())).hasSize(1);
    }

    @Test
    void listensOnlyToTheWorkerThatHostsTheSession() {
        StubWorker first = workers.another(PLACE, 10);
        Number number = linkedAt(first);
        StubWorker second = workers.another(PLACE, 10);

        SessionSnapshot stray = second.enter(number.sessionId(), SessionState.LOGGED_OUT);
        numbers.tell(events, second.bootId(), List.of(numbers.changed(stray)));
        assertThat(status(number)).isEqualTo("connected");

        String formerRun = first.bootId();
        SessionSnapshot late = first.enter(number.sessionId(), SessionState.FAILED);
        first.restart();
        numbers.tell(events, formerRun, List.of(numbers.changed(late)));
        assertThat(status(number)).isEqualTo("connected");
    }

    @Test
    void logsOutWhereTheProfileIsThoughItsWorkerIsDead() {
        StubWorker first = workers.another(PLACE, 10);
        Number number = linkedAt(first);
        workers.another(ELSEWHERE, 10);
        first.die();
        String path = "/api/v1/sessions/delete/" + number.id() + "/";

        number.tenant().bare().delete(path).then().statusCode(503).body("error_code", equalTo("WORKER_UNAVAILABLE"));
        assertThat(status(number)).isEqualTo("connected");

        StubWorker second = workers.another(PLACE, 10);
        number.tenant().bare().delete(path).then().statusCode(200);
        assertThat(second.calls(number.sessionId()))
                .containsExactly("POST /sessions/" + number.sessionId() + "/logout");
    }

    @Test
    void erasesAtOnceWhatNoWorkerEverHad() {
        Tenant tenant = TestCallers.newTenant();
        tenant.call().post("/api/v1/sessions/init/").then().statusCode(503);

        tenant.bare().post("/api/v1/sessions/logout/u" + tenant.id()).then().statusCode(200);
        tenant.bare().delete("/api/v1/sessions/delete/u" + tenant.id()).then().statusCode(200);
    }

    @Test
    void startsWhatWasPlacedBeforeTheServiceEnded() throws InterruptedException {
        StubWorker first = workers.another(PLACE, 10);
        Number number = linkedAt(first);
        first.lose(number.sessionId());
        first.onStart(number.sessionId(), SessionState.CONNECTED);

        // Placed, and then the service ended before the worker was asked.
        assertThat(placements.toRun(number.id())).isEqualTo(new Placement.On(first.id(), false));
        repair.run(true);

        assertThat(first.calls(number.sessionId())).last().isEqualTo("PUT /sessions/" + number.sessionId());
        assertThat(status(number)).isEqualTo("connected");
    }

    @Test
    void learnsWhatWasStartedBeforeTheServiceEnded() throws InterruptedException {
        StubWorker first = workers.another(PLACE, 10);
        Number number = numbers.started(TestCallers.newTenant(), "Instance");
        int calls = first.calls(number.sessionId()).size();

        // The worker was asked, and the service ended before it stored the answer.
        first.enter(number.sessionId(), SessionState.CONNECTED);
        repair.run(true);

        assertThat(status(number)).isEqualTo("connected");
        assertThat(first.calls(number.sessionId())).hasSize(calls);
    }

    @Test
    void finishesAStopThatTheServiceBegan() throws InterruptedException {
        StubWorker first = workers.another(PLACE, 10);
        Number number = linkedAt(first);
        sessions.want(number.id(), false, AuditAction.SESSION_DISCONNECT);

        repair.run(true);
        assertThat(status(number)).isEqualTo("connected");
        update("UPDATE sessions SET updated_at = updated_at - interval '6 minutes' WHERE id = " + number.id());
        repair.run(true);

        assertThat(status(number)).isEqualTo("disconnected");
        assertThat(first.calls(number.sessionId())).last().asString().endsWith("/stop");
    }

    @Test
    void logsOutWhatTheTableDoesNotKnow() throws InterruptedException {
        StubWorker first = workers.another(PLACE, 10);
        first.enter("u777777", SessionState.QR_PENDING);

        repair.run(true);

        assertThat(first.calls("u777777")).containsExactly("POST /sessions/u777777/logout");
    }

    @Test
    void onlyStopsALinkedNumberThatTheTableDoesNotKnow() throws InterruptedException {
        StubWorker first = workers.another(PLACE, 10);
        first.enter("u777778", SessionState.CONNECTED);

        repair.run(true);

        assertThat(first.calls("u777778")).containsExactly("POST /sessions/u777778/stop");
    }

    private Number linkedAt(StubWorker worker) {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");
        link(worker, number);
        return number;
    }

    private void link(StubWorker worker, Number number) {
        SessionSnapshot snapshot = worker.enter(number.sessionId(), SessionState.CONNECTED);
        numbers.tell(events, worker.bootId(), List.of(numbers.changed(snapshot)));
    }

    private static void send(Number number, int status) {
        number.tenant()
                .call()
                .body(Map.of("recipient", "+4915112345678", "message", "x"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(status);
    }

    private String hostOf(Number number) {
        return host("id = " + number.id());
    }

    private String hostOfOnlySessionOf(Tenant tenant) {
        return host("user_id = " + tenant.id());
    }

    private String host(String condition) {
        return (String) QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("SELECT worker_id FROM sessions WHERE " + condition)
                        .getSingleResult());
    }

    private void update(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }

    private static String status(Number number) {
        return number.tenant().bare().get("/api/v1/sessions/status/").path("data.status");
    }
}
