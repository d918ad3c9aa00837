package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.sanasend.api.calendar.Days;
import io.sanasend.api.media.MediaConfig;
import io.sanasend.api.media.MediaStore;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Replies;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.api.usage.QuietInBerlin;
import io.sanasend.api.usage.TestRollUp;
import io.sanasend.api.usage.UsageDays;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@ApiTest
@TestProfile(QuietInBerlin.class)
class MessageRetentionIT {

    private static final int AGE = 100;

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    TestRollUp rollUp;

    @Inject
    TestRetention retention;

    @Inject
    UsageDays usage;

    @Inject
    OldMessages messages;

    @Inject
    OldFiles files;

    @Inject
    MediaStore store;

    @Inject
    MediaConfig mediaConfig;

    @Inject
    QueueRepair repair;

    @Inject
    Days days;

    @Inject
    EntityManager database;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void removesAnOldMessageWithAllThatBelongsToIt() {
        Number number = numbers.linked(events);
        int id = sendFile(number);
        String key = text("SELECT media_key FROM messages WHERE id = " + id);
        JsonPath before = age(number);

        retention.runAt(now());

        number.tenant()
                .bare()
                .get("/api/v1/messages/" + id + "/")
                .then()
                .statusCode(404)
                .body("error_code", equalTo("MESSAGE_NOT_FOUND"));
        number.tenant().bare().get("/api/v1/messages/list/").then().body("count", equalTo(0));
        assertThat(store.has(key)).isFalse();
        for (String table : new String[] {"message_events", "message_texts", "idempotency_keys"}) {
            assertThat(text("SELECT CAST(count(*) AS text) FROM " + table + " WHERE message_id = " + id))
                    .as(table)
                    .isEqualTo("0");
        }
        assertThat(figures(number).getMap("results[0]")).isEqualTo(before.getMap("results[0]"));
        assertThat(before.getInt("results[0].media_sent")).isEqualTo(1);
        assertThat(before.getInt("results[0].media_bytes")).isEqualTo(4);
    }

    @Test
    void keepsWhatIsNotThatOld() {
        Number number = numbers.linked(events);
        int id = sendFile(number);
        age(number);

        retention.runAt(now().minus(Duration.ofDays(AGE - 89)));

        assertThat(number.tenant().message(id).getString("data.status")).isEqualTo("sent");
    }

    @Test
    void keepsTheDayOfAMessageThatMayStillGoOut() {
        Number number = numbers.linked(events);
        int sent = sendFile(number);
        numbers.enter(events, number, SessionState.RECONNECTING);
        int open = sendFile(number);
        age(number);

        retention.runAt(now());
        assertThat(number.tenant().message(sent).getString("data.status")).isEqualTo("sent");

        numbers.enter(events, number, SessionState.CONNECTED);
        Awaitility.await().until(() -> number.tenant().message(open).getString("data.status"), "sent"::equals);
        rollUp.run(days, number.tenant().id());
        assertThat(retention.runAt(now())).isGreaterThanOrEqualTo(2);
        assertThat(text("SELECT CAST(count(*) AS text) FROM messages WHERE user_id = "
                        + number.tenant().id()))
                .isEqualTo("0");
        assertThat(figures(number).getInt("results[0].messages_sent")).isEqualTo(2);
    }

    @Test
    void takesNoMessageBackOnceItsDayIsSealed() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> Replies.error(WorkerErrorCode.MESSAGE_REFUSED));
        int id = sendFile(number);
        age(number);
        usage.seal(number.tenant().id(), now());

        number.tenant()
                .bare()
                .post("/api/v1/messages/" + id + "/retry")
                .then()
                .statusCode(404)
                .body("error_code", equalTo("MESSAGE_NOT_FOUND"));
        assertThat(repair.requeue(number.id(), Instant.EPOCH, null)).isZero();

        assertThat(text("SELECT status FROM messages WHERE id = " + id)).isEqualTo("failed");
        retention.runAt(now());
        number.tenant().bare().get("/api/v1/messages/" + id + "/").then().statusCode(404);
    }

    @Test
    void takesAMessageBackUntilThen() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> Replies.error(WorkerErrorCode.MESSAGE_REFUSED));
        int id = sendFile(number);
        age(number);
        numbers.enter(events, number, SessionState.RECONNECTING);

        number.tenant().bare().post("/api/v1/messages/" + id + "/retry").then().statusCode(200);

        retention.runAt(now());
        assertThat(number.tenant().message(id).getString("data.status")).isEqualTo("queued");
        assertThat(figures(number).getInt("results[0].messages_failed")).isZero();
        assertThat(figures(number).getInt("results[0].messages_open")).isEqualTo(1);
    }

    @Test
    void findsTheFilesThatACrashLeft() {
        Number number = numbers.linked(events);
        int id = sendFile(number);
        String key = text("SELECT media_key FROM messages WHERE id = " + id);
        age(number);
        usage.seal(number.tenant().id(), now());

        messages.remove(100);

        assertThat(store.has(key)).isTrue();
        new MediaRetention(files, store, mediaConfig, Clock.offset(Clock.systemUTC(), Duration.ofHours(25)))
                .removeStrays(() -> true);
        assertThat(store.has(key)).isFalse();
        retention.runAt(now());
        assertThat(figures(number).getInt("results[0].media_sent")).isEqualTo(1);
    }

    @Test
    void removesManyInBatchesAndTheLaneGoesOn() {
        Number number = numbers.linked(events);
        execute("""
                INSERT INTO messages (user_id, session_id, recipient, message_type, status, wa_message_id, created_at)
                SELECT %d, %d, '4915112345678', 'text', 'sent', gen_random_uuid(), now() - interval '%d days'
                FROM generate_series(1, 1200)""".formatted(number.tenant().id(), number.id(), AGE));
        execute(
                "UPDATE lanes SET due_at = clock_timestamp(), head_id = (SELECT min(id) FROM messages WHERE session_id = %1$d) WHERE session_id = %1$d"
                        .formatted(number.id()));
        rollUp.run(days, number.tenant().id());

        assertThat(retention.runAt(now())).isGreaterThanOrEqualTo(1_200);

        int id = sendFile(number);
        Awaitility.await().until(() -> number.tenant().message(id).getString("data.status"), "sent"::equals);
        assertThat(figures(number).getInt("results[0].messages_sent")).isEqualTo(1_200);
        assertThat(text("SELECT min(state) FROM usage_days WHERE user_id = "
                        + number.tenant().id()))
                .isEqualTo("emptied");
    }

    @Test
    void removesOldMessagesThatWereReceived() {
        Number number = numbers.linked(events);
        execute("""
                INSERT INTO inbound_messages (session_id, wa_message_id, chat_id, message_type, at, created_at)
                SELECT %d, 'in-' || n, 'chat', 'text', now(), now() - n * interval '1 day'
                FROM generate_series(80, 99) n""".formatted(number.id()));

        retention.runAt(now());

        assertThat(text("SELECT CAST(count(*) AS text) FROM inbound_messages WHERE session_id = " + number.id()))
                .isEqualTo("10");
    }

    /** All messages of the number were accepted long ago, and are rolled up; answers the figures of that day. */
    private JsonPath age(Number number) {
        execute("UPDATE messages SET created_at = '%s' WHERE user_id = %d"
                .formatted(
                        days.startOf(day()).plusSeconds(3_600), number.tenant().id()));
        rollUp.run(days, number.tenant().id());
        return figures(number);
    }

    private JsonPath figures(Number number) {
        return number.tenant()
                .bare()
                .get("/api/v1/analytics/usage-stats/?start_date=" + day() + "&end_date=" + day())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private LocalDate day() {
        return days.today().minusDays(AGE);
    }

    private Instant now() {
        return days.now().toInstant();
    }

    private static int sendFile(Number number) {
        JsonPath answer = number.tenant()
                .bare()
                .header("Idempotency-Key", "k" + System.nanoTime())
                .header("Prefer", "wait=2")
                .multiPart("recipient", "+4915112345678")
                .multiPart("media_type", "document")
                .multiPart("file", "a.txt", "text".getBytes(StandardCharsets.UTF_8), "text/plain")
                .post("/api/v1/messages/send-media/")
                .jsonPath();
        Integer failed = answer.get("dbId");
        return failed == null ? answer.getInt("data.dbId") : failed;
    }

    private String text(String sql) {
        return (String) QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(sql, String.class).getSingleResult());
    }

    private void execute(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }
}
