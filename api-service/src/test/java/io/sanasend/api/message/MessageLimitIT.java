package io.sanasend.api.message;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.sanasend.api.calendar.CalendarConfig;
import io.sanasend.api.calendar.Days;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.PackagedService;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URL;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Limits of messages: N allowed means N allowed, with any number of callers and replicas, and across midnight. */
@ApiTest
class MessageLimitIT {

    private static final String RECIPIENT = "+4915112345678";

    @Inject
    TestNumbers numbers;

    @Inject
    TestLanes lanes;

    @Inject
    EntityManager database;

    @Inject
    AcceptanceLocks locks;

    @Inject
    NewMessages messages;

    @Inject
    IdempotencyKeys keys;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void acceptsExactlyTenAMinuteOfAHundredCallersOverTwoReplicas() throws Exception {
        Number number = limited(1_000, 10);
        try (PackagedService other = PackagedService.start("second-replica", List.of("-Xmx256m"), Map.of())) {
            List<Callable<Response>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                URL address = i % 2 == 0 ? null : other.url("/api/v1/messages/send-text/");
                calls.add(() -> post(number, address));
            }

            List<Integer> answers = new ArrayList<>();
            try (ExecutorService callers = Executors.newFixedThreadPool(100)) {
                for (Future<Response> answer : callers.invokeAll(calls)) {
                    answers.add(answer.get().statusCode());
                }
            }

            assertThat(Collections.frequency(answers, 202)).isEqualTo(10);
            assertThat(Collections.frequency(answers, 429)).isEqualTo(90);
            assertThat(number.tenant().messages()).isEqualTo(10);
        }
    }

    @Test
    void saysWhichLimitAndWhenToTryAgain() {
        Number number = limited(1_000, 2);
        send(number).statusCode(202).header("X-RateLimit-Remaining", equalTo("1"));
        send(number).statusCode(202).header("X-RateLimit-Remaining", equalTo("0"));

        String retryAfter = send(number)
                .statusCode(429)
                .body("error_code", equalTo("RATE_LIMIT_EXCEEDED"))
                .body("rate_limit.limit", equalTo(2))
                .body("rate_limit.current", equalTo(2))
                .body("rate_limit.period", equalTo("minute"))
                .body("rate_limit.reset_time", notNullValue())
                .extract()
                .header("Retry-After");

        assertThat(Integer.parseInt(retryAfter)).isBetween(1, 60);
        assertThat(number.tenant().messages()).isEqualTo(2);
    }

    @Test
    void aDayHasItsOwnLimit() {
        Number number = limited(3, 100);
        for (int i = 0; i < 3; i++) {
            send(number).statusCode(202);
        }

        send(number).statusCode(429).body("rate_limit.period", equalTo("day")).body("rate_limit.current", equalTo(3));
    }

    @Test
    void aRaisedLimitCountsAtOnceAndALoweredOneToo() {
        Number number = limited(1_000, 1);
        send(number).statusCode(202);
        send(number).statusCode(429);

        number.tenant().limit(1_000, 3);
        send(number).statusCode(202);
        number.tenant().limit(1_000, 1);
        send(number).statusCode(429);
        number.tenant().limit(1_000, 3);
        send(number).statusCode(202);
        send(number).statusCode(429);
        number.tenant().limit(0, 1_000);

        send(number).statusCode(429).body("rate_limit.period", equalTo("day"));
    }

    @Test
    void neitherARepetitionNorARefusalIsCharged() {
        Number number = limited(1_000, 2);
        String key = UUID.randomUUID().toString();
        keyed(number, key).statusCode(202);
        for (int i = 0; i < 5; i++) {
            keyed(number, key).header(IdempotencyKey.REPLAYED, equalTo("true"));
            number.tenant()
                    .call()
                    .body(Map.of("recipient", RECIPIENT, "message", "x", "session", "no such"))
                    .post("/api/v1/messages/send-text/")
                    .then()
                    .statusCode(404);
        }

        send(number).statusCode(202);
        send(number).statusCode(429);
        keyed(number, key).statusCode(200);
    }

    @Test
    void countsADayOfMidnightsOnWhicheverReplicaTheyAre() {
        Number number = limited(5, 1_000);
        Instant midnight = Instant.parse("2030-06-01T00:00:00Z");
        TestClock early = new TestClock(midnight.minusMillis(400));
        TestClock late = new TestClock(midnight.minusMillis(100));
        Acceptances one = replica(early);
        Acceptances two = replica(late);

        // The day that ends is used up on both; then one replica is in the next day before the other.
        assertThat(accepted(one, number, 3) + accepted(two, number, 7)).isEqualTo(5);
        late.now = midnight.plusMillis(100);
        assertThat(accepted(two, number, 2)).isEqualTo(2);
        assertThat(accepted(one, number, 1)).as("its clock is behind").isEqualTo(1);
        early.now = midnight.plusMillis(50);

        assertThat(accepted(one, number, 5) + accepted(two, number, 5)).isEqualTo(2);
    }

    @Test
    void makesRoomAsMessagesLeaveTheMinute() {
        Number number = limited(1_000, 3);
        TestClock clock = new TestClock(Instant.parse("2030-06-02T12:00:30Z"));
        Acceptances replica = replica(clock);
        assertThat(accepted(replica, number, 1)).isEqualTo(1);
        clock.now = clock.now.plusSeconds(20);
        assertThat(accepted(replica, number, 5)).isEqualTo(2);
        clock.now = clock.now.plusSeconds(39);
        assertThat(accepted(replica, number, 1)).isZero();
        clock.now = clock.now.plusSeconds(1);
        assertThat(accepted(replica, number, 5)).isEqualTo(1);
        clock.now = clock.now.plusSeconds(20);
        assertThat(accepted(replica, number, 5)).isEqualTo(2);
    }

    @Test
    void aLargeLimitIsExactAsWell() {
        Number number = limited(1_000_000, 1_500);
        TestClock clock = new TestClock(Instant.parse("2030-06-03T12:00:30Z"));
        Acceptances replica = replica(clock);
        int accepted = 0;
        for (int i = 0; i < 40; i++) {
            accepted += accepted(replica, number, 50);
        }

        assertThat(accepted).isEqualTo(1_500);
    }

    /** As another process would have it. */
    private Acceptances replica(Clock clock) {
        Days days = new Days(utc(), clock);
        return new Acceptances(
                locks, new AcceptanceFacts(database, keys, days, clock), messages, database, days, clock);
    }

    private static CalendarConfig utc() {
        return new CalendarConfig() {
            @Override
            public ZoneId timezone() {
                return ZoneOffset.UTC;
            }
        };
    }

    private int accepted(Acceptances replica, Number number, int drafts) {
        QuarkusTransaction.requiringNew()
                .run(() -> replica.makeQuota(number.tenant().id()));
        List<Draft> group = Collections.nCopies(drafts, "x").stream()
                .map(text -> lanes.draft(number, text))
                .toList();
        List<Acceptance> results = QuarkusTransaction.requiringNew()
                .call(() -> replica.accept(group).acceptances());
        int accepted = 0;
        for (int i = 0; i < drafts; i++) {
            Draft draft = group.get(i);
            // The dispatcher has the lane's row now and then.
            Acceptance result = results.get(i) instanceof Acceptance.Busy
                    ? QuarkusTransaction.requiringNew()
                            .call(() ->
                                    replica.acceptPatiently(draft).acceptances().getFirst())
                    : results.get(i);
            accepted += result instanceof Acceptance.Accepted ? 1 : 0;
        }
        return accepted;
    }

    /** Set by its test. */
    private static final class TestClock extends Clock {

        private Instant now;

        TestClock(Instant now) {
            this.now = now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private Number limited(int perDay, int perMinute) {
        Number number = numbers.linked(events);
        number.tenant().limit(perDay, perMinute);
        return number;
    }

    private static ValidatableResponse send(Number number) {
        return post(number, null).then();
    }

    private static Response post(Number number, URL address) {
        var call = given().spec(number.tenant().call())
                .header("Prefer", "respond-async")
                .body(Map.of("recipient", RECIPIENT, "message", "x"));
        return address == null ? call.post("/api/v1/messages/send-text/") : call.post(address);
    }

    private static ValidatableResponse keyed(Number number, String key) {
        return number.tenant()
                .call()
                .header(IdempotencyKey.HEADER, key)
                .header("Prefer", "respond-async")
                .body(Map.of("recipient", RECIPIENT, "message", "once"))
                .post("/api/v1/messages/send-text/")
                .then();
    }
}
