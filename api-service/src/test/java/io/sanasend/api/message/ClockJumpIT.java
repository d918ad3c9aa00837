package io.sanasend.api.message;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.JumpingClock;
import io.sanasend.api.testing.Replies;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.StubWorker.Handed;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.message.Ack;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of an api process jumps: who has a lane and what is due is the database's matter, so nothing happens to messages. */
@ApiTest
class ClockJumpIT {

    private static final String FORWARDS = "PT1H";
    private static final String BACKWARDS = "PT-1H";

    @Inject
    JumpingClock clock;

    @Inject
    RedisDataSource redis;

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    TestLanes lanes;

    @Inject
    Dispatcher dispatcher;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @AfterEach
    void backToNow() {
        clock.reset();
        redis.flushall();
    }

    /** What was counted of requests at another time would have callers refused, for two minutes at most. */
    private void jump(Duration time) {
        clock.jump(time);
        redis.flushall();
    }

    @ParameterizedTest
    @ValueSource(strings = {FORWARDS, BACKWARDS})
    void whatIsQueuedGoesOutOnceAndInOrder(Duration jump) {
        Number number = numbers.linked(events);
        numbers.enter(events, number, SessionState.RECONNECTING);
        accept(number, "first");
        jump(jump);
        accept(number, "second");

        numbers.enter(events, number, SessionState.CONNECTED);
        int last = accept(number, "third");

        awaitStatus(number, last, "sent");
        assertThat(texts(number)).containsExactly("first", "second", "third");
    }

    @ParameterizedTest
    @ValueSource(strings = {FORWARDS, BACKWARDS})
    void whatIsBeingSentIsSettledOnce(Duration jump) {
        Number number = numbers.linked(events);
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        worker.onSend(number.sessionId(), request -> {
            arrived.countDown();
            await(release);
            return Replies.taken(request);
        });
        int id = accept(number, "under way");
        int next = accept(number, "behind it");
        await(arrived);

        jump(jump);
        dispatcher.wake();
        release.countDown();

        awaitStatus(number, next, "sent");
        assertThat(status(number, id)).isEqualTo("sent");
        assertThat(texts(number)).containsExactly("under way", "behind it");
    }

    @ParameterizedTest
    @ValueSource(strings = {FORWARDS, BACKWARDS})
    void aLaneStaysItsHoldersUntilItsLeaseEndsByTheDatabase(Duration jump) {
        Number number = numbers.linked(events);
        long id = lanes.accept(number, "leased");
        Claim.Head held = (Claim.Head) lanes.claim(number, "a replica that dies");

        jump(jump);
        assertThat(lanes.claim(number, "another")).isNull();
        lanes.endLease(number);
        dispatcher.wake();

        awaitStatus(number, (int) id, "sent");
        assertThat(worker.handed(number.sessionId()))
                .singleElement()
                .satisfies(handed -> assertThat(handed.request().fence())
                        .isGreaterThan(held.hold().fence()));
    }

    @ParameterizedTest
    @ValueSource(strings = {FORWARDS, BACKWARDS})
    void whatMayHaveGoneOutIsLookedUpAndNotSentAgain(Duration jump) {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> Replies.error(WorkerErrorCode.RESULT_UNKNOWN));
        worker.onLookUp(number.sessionId(), id -> Replies.error(WorkerErrorCode.SESSION_NOT_CONNECTED));
        int id = accept(number, "not known");
        Awaitility.await().until(() -> number.tenant().message(id).getInt("data.attempts") > 1);

        jump(jump);
        worker.onLookUp(number.sessionId(), found -> Replies.receipt(found, TestLanes.RECIPIENT, Ack.SERVER));

        awaitStatus(number, id, "sent");
        assertThat(worker.handed(number.sessionId())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {FORWARDS, BACKWARDS})
    void anIdempotencyKeyStandsForItsMessage(Duration jump) {
        Number number = numbers.linked(events);
        Response first = send(number.tenant(), "key-" + jump);

        jump(jump);
        Response again = send(caller(number), "key-" + jump);

        assertThat(again.jsonPath().getInt("data.dbId"))
                .isEqualTo(first.jsonPath().getInt("data.dbId"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        awaitStatus(number, first.jsonPath().getInt("data.dbId"), "sent");
        assertThat(worker.handed(number.sessionId())).hasSize(1);
    }

    @Test
    void anAccessTokenEndsWithItsTimeAndNotBefore() {
        Tenant tenant = TestCallers.newTenant();

        jump(Duration.ofHours(-1));
        me(tenant).then().statusCode(200);
        jump(Duration.ofHours(2));
        me(tenant).then().statusCode(401);
        me(TestCallers.again(tenant)).then().statusCode(200);
        backToNow();
        me(tenant).then().statusCode(200);
    }

    private static Response me(Tenant tenant) {
        return tenant.bare().get("/api/v1/auth/me/");
    }

    private static Response send(Tenant tenant, String key) {
        return given().contentType(ContentType.JSON)
                .header("Authorization", "Bearer " + tenant.token())
                .header("Idempotency-Key", key)
                .body(Map.of("recipient", "+4915112345678", "message", "once"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(200)
                .extract()
                .response();
    }

    private int accept(Number number, String text) {
        return caller(number)
                .call()
                .header("Prefer", "respond-async")
                .body(Map.of("recipient", "+4915112345678", "message", text))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(202)
                .extract()
                .path("data.dbId");
    }

    private String status(Number number, int id) {
        return caller(number).message(id).getString("data.status");
    }

    /** A token lasts a quarter of an hour. */
    private Tenant caller(Number number) {
        return clock.isAhead() ? TestCallers.again(number.tenant()) : number.tenant();
    }

    private void awaitStatus(Number number, int id, String status) {
        Awaitility.await().until(() -> status(number, id).equals(status));
    }

    private List<String> texts(Number number) {
        return worker.handed(number.sessionId()).stream()
                .map(Handed::request)
                .map(request -> ((OutboundMessage.Text) request.message()).body())
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
