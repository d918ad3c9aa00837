package io.sanasend.api.message;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Replies;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.StubWorker.Handed;
import io.sanasend.api.testing.StubWorker.Reply;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.message.Ack;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.message.Recipient;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.SendRequest;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ApiTest
class DispatcherIT {

    private static final Recipient RECIPIENT = new Recipient("4915112345678");

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    LaneClaims claims;

    @Inject
    Dispatcher dispatcher;

    @Inject
    EntityManager database;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @AfterEach
    void bringWorkerBack() {
        worker.comeBack();
    }

    @Test
    void sendsInTheOrderOfAcceptanceOneAtATime() throws Exception {
        Number number = numbers.linked(events);
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        worker.onSend(number.sessionId(), request -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            Reply reply = Replies.taken(request);
            underWay.decrementAndGet();
            return reply;
        });
        List<Integer> ids = new ArrayList<>();

        for (int i = 0; i < 30; i++) {
            ids.add(accept(number, "n" + i));
        }

        ids.forEach(id -> awaitStatus(number, id, "sent"));
        assertThat(texts(number)).containsExactlyElementsOf(expectedTexts(30));
        assertThat(most).hasValue(1);
    }

    @Test
    void losesAndDoublesNothingWithParallelCallers() throws Exception {
        Number number = numbers.linked(events);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String text = "n" + i;
            calls.add(() -> accept(number, text));
        }

        List<Integer> ids = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(10)) {
            callers.invokeAll(calls).forEach(answer -> ids.add(answer.resultNow()));
        }

        ids.forEach(id -> awaitStatus(number, id, "sent"));
        assertThat(texts(number)).containsExactlyInAnyOrderElementsOf(expectedTexts(40));
        assertThat(waIds(number)).hasSize(40);
    }

    @ParameterizedTest
    @EnumSource(
            value = WorkerErrorCode.class,
            names = {"RESULT_UNKNOWN", "INTERNAL_ERROR"})
    void sendsAgainUnderTheSameIdWhenTheLookUpDoesNotFindIt(WorkerErrorCode first) {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), Replies.inTurn(List.of(request -> Replies.error(first), Replies::taken)));

        int id = accept(number, "again");

        awaitStatus(number, id, "sent");
        assertThat(worker.handed(number.sessionId())).hasSize(2);
        assertThat(waIds(number)).hasSize(1);
        assertThat(lookUps(number)).isEqualTo(1);
        assertThat(fences(number)).isSorted().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource(
            value = WorkerErrorCode.class,
            names = {"MESSAGE_DEFERRED", "SESSION_NOT_CONNECTED", "SESSION_HELD", "SESSION_NOT_FOUND", "NOT_FOUND"})
    void sendsAgainUnderTheSameIdWithoutALookUpWhenNothingWentOut(WorkerErrorCode first) {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), Replies.inTurn(List.of(request -> Replies.error(first), Replies::taken)));

        int id = accept(number, "again");

        awaitStatus(number, id, "sent");
        assertThat(worker.handed(number.sessionId())).hasSize(2);
        assertThat(waIds(number)).hasSize(1);
        assertThat(lookUps(number)).isZero();
        assertThat(fences(number)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void doesNotSendAgainWhatTheLookUpFinds() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> new Reply.Silence());
        worker.onLookUp(number.sessionId(), id -> Replies.receipt(id, RECIPIENT, Ack.DELIVERED));

        int id = accept(number, "went out");

        awaitStatus(number, id, "delivered");
        assertThat(worker.handed(number.sessionId())).hasSize(1);
    }

    @Test
    void sendsAgainWhatTheLookUpFindsWithoutAnAnswerOfTheServer() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), Replies.inTurn(List.of(request -> new Reply.Silence(), Replies::taken)));
        worker.onLookUp(number.sessionId(), id -> Replies.receipt(id, RECIPIENT, Ack.PENDING));

        int id = accept(number, "still in the page");

        awaitStatus(number, id, "sent");
        assertThat(waIds(number)).hasSize(1);
    }

    @Test
    void keepsWhatFollowsBehindAMessageThatWaits() {
        Number number = numbers.linked(events);
        worker.onSend(
                number.sessionId(),
                Replies.inTurn(List.of(request -> Replies.error(WorkerErrorCode.MESSAGE_DEFERRED), Replies::taken)));

        accept(number, "first");
        int second = accept(number, "second");

        awaitStatus(number, second, "sent");
        assertThat(texts(number)).containsExactly("first", "first", "second");
    }

    @Test
    void goesOnBehindAMessageThatIsRefusedForGood() {
        Number number = numbers.linked(events);
        worker.onSend(
                number.sessionId(),
                Replies.inTurn(List.of(request -> Replies.error(WorkerErrorCode.MESSAGE_REFUSED), Replies::taken)));

        int first = accept(number, "first");
        int second = accept(number, "second");

        awaitStatus(number, second, "sent");
        awaitStatus(number, first, "failed");
        number.tenant().call().get("/api/v1/sessions/status/").then().body("data.status", equalTo("connected"));
    }

    @Test
    void waitsForAWorkerThatIsAwayWithoutFailing() {
        Number number = numbers.linked(events);
        worker.goAway();
        int id = accept(number, "patience");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> number.tenant().message(id).getString("data.error_code"), "WORKER_UNAVAILABLE"::equals);
        assertThat(number.tenant().message(id).getString("data.status")).isEqualTo("sending");

        worker.comeBack();

        awaitStatus(number, id, "sent");
        number.tenant().call().get("/api/v1/messages/" + id).then().body("data.error_code", equalTo(null));
    }

    @Test
    void looksUpWhatACrashLeftBetweenClaimAndSettlement() {
        Number number = numbers.linked(events);
        numbers.enter(events, number, SessionState.RECONNECTING);
        int id = accept(number, "crash");
        Awaitility.await().until(dispatcher::isAtRest);
        connectWithoutWaking(number);
        Claim claim = claims.claim("a replica that dies", 100).getFirst();
        assertThat(claim).isInstanceOf(Claim.Head.class);

        endLease(number);
        dispatcher.wake();

        awaitStatus(number, id, "sent");
        assertThat(lookUps(number)).isEqualTo(1);
        assertThat(worker.handed(number.sessionId()))
                .singleElement()
                .satisfies(handed ->
                        assertThat(handed.request().waMessageId()).isEqualTo(((Claim.Head) claim).waMessageId()));
    }

    @Test
    void anAcceptedMessageWakesALaneThatAClaimPassedOver() {
        Number number = numbers.linked(events);
        numbers.enter(events, number, SessionState.RECONNECTING);
        int passedOver = accept(number, "first");
        Awaitility.await().until(dispatcher::isAtRest);
        connectWithoutWaking(number);

        int next = accept(number, "second");

        awaitStatus(number, next, "sent");
        assertThat(number.tenant().message(passedOver).getString("data.status")).isEqualTo("sent");
    }

    /** As another replica would: the tables change, and nobody here is woken. */
    private void connectWithoutWaking(Number number) {
        worker.enter(number.sessionId(), SessionState.CONNECTED);
        execute("UPDATE sessions SET state = 'connected' WHERE id = " + number.id());
        execute("UPDATE lanes SET due_at = now(), down_since = NULL WHERE session_id = " + number.id());
    }

    private void endLease(Number number) {
        execute("UPDATE lanes SET due_at = now() WHERE session_id = " + number.id());
    }

    private void execute(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }

    @Test
    void givesUpWhatWasAttemptedWhenTheNumberIsUnlinked() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> new Reply.Silence());
        worker.onLookUp(number.sessionId(), id -> Replies.error(WorkerErrorCode.SESSION_NOT_CONNECTED));
        int attempted = accept(number, "attempted");
        int waiting = accept(number, "waiting");
        awaitStatus(number, attempted, "sending");

        numbers.enter(events, number, SessionState.LOGGED_OUT);

        awaitStatus(number, attempted, "failed");
        number.tenant()
                .call()
                .get("/api/v1/messages/" + attempted)
                .then()
                .body("data.error_code", equalTo("DELIVERY_UNKNOWN"));
        number.tenant().call().get("/api/v1/messages/" + waiting).then().body("data.status", equalTo("queued"));
    }

    @Test
    void failsWhatIsLeftOfADeletedSession() {
        Number number = numbers.linked(events);
        numbers.enter(events, number, SessionState.RECONNECTING);
        int id = accept(number, "too late");

        number.tenant()
                .bare()
                .delete("/api/v1/sessions/delete/" + number.id())
                .then()
                .statusCode(200);

        awaitStatus(number, id, "failed");
        number.tenant()
                .call()
                .get("/api/v1/messages/" + id)
                .then()
                .body("data.error_code", equalTo("SESSION_DELETED"))
                .body("data.error_message", notNullValue());
    }

    @Test
    void givesUpAMessageThatAConnectedPageNeverTakes() {
        Number number = numbers.linked(events);
        worker.onSend(
                number.sessionId(),
                request ->
                        isPoison(request) ? Replies.error(WorkerErrorCode.MESSAGE_DEFERRED) : Replies.taken(request));

        int poison = accept(number, "poison");
        int next = accept(number, "next");

        awaitStatus(number, next, "sent");
        assertThat(number.tenant().message(poison).getString("data.error_code")).isEqualTo("MESSAGE_REFUSED");
    }

    private static boolean isPoison(SendRequest request) {
        return request.message().equals(new OutboundMessage.Text("poison"));
    }

    @Test
    void isNotHeldUpByAnotherNumberThatHangs() throws Exception {
        Number hanging = numbers.linked(events);
        Number healthy = numbers.linked(events);
        CountDownLatch release = new CountDownLatch(1);
        worker.onSend(hanging.sessionId(), request -> {
            awaitLatch(release);
            return Replies.taken(request);
        });
        accept(hanging, "hangs");

        int id = accept(healthy, "goes");

        awaitStatus(healthy, id, "sent");
        release.countDown();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int accept(Number number, String text) {
        return number.tenant()
                .call()
                .header("Prefer", "respond-async")
                .body(Map.of("recipient", RECIPIENT.value(), "message", text))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(202)
                .extract()
                .path("data.dbId");
    }

    private static void awaitStatus(Number number, int id, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> number.tenant().message(id).getString("data.status"), status::equals);
    }

    private List<String> texts(Number number) {
        return worker.handed(number.sessionId()).stream()
                .map(Handed::request)
                .map(SendRequest::message)
                .map(message -> ((OutboundMessage.Text) message).body())
                .toList();
    }

    private Set<?> waIds(Number number) {
        return worker.handed(number.sessionId()).stream()
                .map(handed -> handed.request().waMessageId())
                .collect(toSet());
    }

    private List<Long> fences(Number number) {
        return worker.handed(number.sessionId()).stream()
                .map(handed -> handed.request().fence())
                .toList();
    }

    private long lookUps(Number number) {
        return worker.calls(number.sessionId()).stream()
                .filter(call -> call.startsWith("GET") && call.contains("/messages/"))
                .count();
    }

    private static List<String> expectedTexts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
    }
}
