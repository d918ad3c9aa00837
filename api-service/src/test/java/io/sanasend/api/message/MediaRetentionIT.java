package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.path.json.JsonPath;
import io.sanasend.api.media.MediaConfig;
import io.sanasend.api.media.MediaStore;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Replies;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@ApiTest
class MediaRetentionIT {

    private static final Duration RETENTION = Duration.ofDays(30);

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    OldFiles files;

    @Inject
    MediaStore store;

    @Inject
    MediaConfig config;

    @Inject
    EntityManager database;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void removesAFileWhenItsMessageHasBeenSettledForLong() {
        Number number = numbers.linked(events);
        int id = send(number);
        String key = keyOf(id);

        after(RETENTION.minusMinutes(1)).removeOld(() -> true);
        assertThat(store.has(key)).isTrue();

        after(RETENTION.plusMinutes(1)).removeOld(() -> true);
        assertThat(store.has(key)).isFalse();
        number.tenant()
                .bare()
                .get("/api/v1/messages/" + id + "/media/")
                .then()
                .statusCode(404)
                .body("error_code", equalTo("MEDIA_NOT_FOUND"));
        number.tenant()
                .bare()
                .get("/api/v1/messages/" + id + "/")
                .then()
                .statusCode(200)
                .body("data.file_path", nullValue())
                .body("data.filename", equalTo("a.txt"));
        assertThat(removedAt(id)).isNotNull();
    }

    @Test
    void keepsTheFileOfAMessageThatMayStillGoOut() {
        Number number = numbers.linked(events);
        numbers.enter(events, number, SessionState.RECONNECTING);
        int id = send(number);

        after(Duration.ofDays(3_650)).removeOld(() -> true);
        after(Duration.ofDays(3_650)).removeStrays(() -> true);

        assertThat(store.has(keyOf(id))).isTrue();
        numbers.enter(events, number, SessionState.CONNECTED);
        Awaitility.await().until(() -> number.tenant().message(id).getString("data.status"), "sent"::equals);
    }

    @Test
    void keepsTheFileOfAMessageThatIsTriedAnew() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> Replies.error(WorkerErrorCode.MESSAGE_REFUSED));
        int id = send(number);
        numbers.enter(events, number, SessionState.RECONNECTING);
        number.tenant().bare().post("/api/v1/messages/" + id + "/retry").then().statusCode(200);

        after(Duration.ofDays(3_650)).removeOld(() -> true);

        assertThat(store.has(keyOf(id))).isTrue();
    }

    @Test
    void removesWhatACrashLeftBetweenTheTwoSteps() {
        int id = send(numbers.linked(events));
        String key = keyOf(id);
        files.forget(Instant.now().plus(Duration.ofDays(1)), 10_000);
        assertThat(keyOf(id)).isNull();
        assertThat(store.has(key)).isTrue();

        after(Duration.ofHours(23)).removeStrays(() -> true);
        assertThat(store.has(key)).isTrue();
        after(Duration.ofHours(25)).removeStrays(() -> true);

        assertThat(store.has(key)).isFalse();
    }

    @Test
    void removesFilesThatNoMessageNamesAndBrokenUploads() throws IOException {
        int id = send(numbers.linked(events));
        Path stray = config.directory().resolve("ab").resolve("ab" + "0".repeat(30));
        Path fresh = config.directory().resolve("ab").resolve("ab" + "1".repeat(30));
        Path foreign = config.directory().resolve("ab").resolve("notes.txt");
        Path broken = config.directory().resolve("incoming").resolve("upload-that-broke");
        for (Path file : new Path[] {stray, fresh, foreign, broken}) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        }
        Files.setLastModifiedTime(fresh, FileTime.from(Instant.now()));

        after(Duration.ZERO).removeStrays(() -> true);

        assertThat(stray).doesNotExist();
        assertThat(broken).doesNotExist();
        assertThat(fresh).exists();
        assertThat(foreign).exists();
        assertThat(store.has(keyOf(id))).isTrue();
        Files.delete(fresh);
        Files.delete(foreign);
    }

    @Test
    void leavesTheWorkToTheReplicaThatIsAtIt() {
        String key = keyOf(send(numbers.linked(events)));

        QuarkusTransaction.requiringNew().run(() -> {
            // Nothing is that old, but this transaction has the turn until it ends.
            assertThat(files.forget(Instant.EPOCH, 1)).isEmpty();
            assertThat(elsewhere()).isEmpty();
        });

        assertThat(elsewhere()).contains(key);
    }

    private List<String> elsewhere() {
        return QuarkusTransaction.requiringNew()
                .call(() -> files.forget(Instant.now().plus(Duration.ofDays(1)), 10_000));
    }

    private MediaRetention after(Duration time) {
        return new MediaRetention(files, store, config, Clock.offset(Clock.systemUTC(), time));
    }

    private static int send(Number number) {
        JsonPath answer = number.tenant()
                .bare()
                .header("Prefer", "wait=2")
                .multiPart("recipient", "+4915112345678")
                .multiPart("media_type", "document")
                .multiPart("file", "a.txt", "text".getBytes(StandardCharsets.UTF_8), "text/plain")
                .post("/api/v1/messages/send-media/")
                .jsonPath();
        Integer failed = answer.get("dbId");
        return failed == null ? answer.getInt("data.dbId") : failed;
    }

    private String keyOf(int id) {
        return (String) one("SELECT media_key FROM messages WHERE id = " + id, String.class);
    }

    private Object removedAt(int id) {
        return one("SELECT media_removed_at FROM messages WHERE id = " + id, Instant.class);
    }

    private Object one(String sql, Class<?> type) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(sql, type).getSingleResult());
    }
}
