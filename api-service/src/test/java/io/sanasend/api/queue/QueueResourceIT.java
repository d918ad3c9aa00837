package io.sanasend.api.queue;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.ValidatableResponse;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Replies;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.inject.Inject;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@ApiTest
class QueueResourceIT {

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    QueueMetrics metrics;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @TestHTTPResource(value = "/metrics", management = true)
    URL scrape;

    @Test
    void showsWhatWaitsAndWhy() {
        Number number = away();
        int first = accept(number);
        accept(number);

        queue(number)
                .body("data.depth", equalTo(2))
                .body("data.message_id", equalTo(first))
                .body("data.oldest", notNullValue())
                .body("data.state", equalTo("reconnecting"))
                .body("data.username", equalTo(number.tenant().username()));
        List<Integer> listed = TestCallers.admin()
                .bare()
                .get("/api/v1/queues/?page_size=100")
                .then()
                .statusCode(200)
                .extract()
                .path("results.id");
        assertThat(listed).contains(number.id());
    }

    @Test
    void anAbsentSessionHasNoQueue() {
        for (String path : List.of("", "pause/", "resume/", "requeue/", "drop/")) {
            var admin = TestCallers.admin();
            (path.isEmpty()
                            ? admin.bare().get("/api/v1/queues/999999999/")
                            : admin.call().post("/api/v1/queues/999999999/" + path))
                    .then()
                    .statusCode(404)
                    .body("error_code", equalTo("SESSION_NOT_FOUND"));
        }
    }

    @Test
    void aPausedNumberSendsNothingUntilItIsResumed() {
        Number number = numbers.linked(events);
        change(number, "pause", Map.of()).body("data.rests_for", equalTo("paused"));
        int id = accept(number);

        numbers.enter(events, number, SessionState.RECONNECTING);
        numbers.enter(events, number, SessionState.CONNECTED);
        int next = accept(number);
        change(number, "pause", Map.of()).body("data.depth", equalTo(2));
        assertThat(worker.handed(number.sessionId())).isEmpty();

        change(number, "resume", Map.of());
        awaitStatus(number, next, "sent");
        assertThat(status(number, id)).isEqualTo("sent");
    }

    @Test
    void putsFailedMessagesBackIntoTheirPlaces() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> Replies.error(WorkerErrorCode.MESSAGE_REFUSED));
        int first = accept(number);
        int second = accept(number);
        awaitStatus(number, second, "failed");
        worker.onSend(number.sessionId(), request -> Replies.taken(request));

        change(number, "requeue", Map.of("error_code", "DELIVERY_UNKNOWN")).body("data.messages", equalTo(0));
        List<String> lookedUp = new CopyOnWriteArrayList<>();
        worker.onLookUp(number.sessionId(), id -> {
            lookedUp.add(id.value());
            return Replies.error(WorkerErrorCode.MESSAGE_NOT_FOUND);
        });
        change(number, "requeue", Map.of("error_code", "MESSAGE_REFUSED")).body("data.messages", equalTo(2));

        awaitStatus(number, second, "sent");
        assertThat(status(number, first)).isEqualTo("sent");
        assertThat(lookedUp).as("looked up before they were sent again").hasSize(2);
        change(number, "requeue", Map.of()).body("data.messages", equalTo(0));
    }

    @Test
    void dropsWhatWasNeverAttempted() {
        Number number = away();
        int first = accept(number);
        int second = accept(number);

        change(number, "drop", Map.of("message_id", first)).body("data.messages", equalTo(1));
        assertThat(status(number, first)).isEqualTo("cancelled");
        assertThat(status(number, second)).isEqualTo("queued");
        change(number, "drop", Map.of()).body("data.messages", equalTo(1)).body("data.queue.depth", equalTo(0));
        assertThat(status(number, second)).isEqualTo("cancelled");

        numbers.enter(events, number, SessionState.CONNECTED);
        int third = accept(number);
        awaitStatus(number, third, "sent");
        assertThat(worker.handed(number.sessionId())).hasSize(1);
    }

    @Test
    void aMessageThatMayHaveGoneOutIsDroppedByNameOnlyAndFailsHonestly() {
        Number number = numbers.linked(events);
        worker.onSend(number.sessionId(), request -> Replies.error(WorkerErrorCode.RESULT_UNKNOWN));
        worker.onLookUp(number.sessionId(), id -> Replies.error(WorkerErrorCode.SESSION_NOT_CONNECTED));
        int id = accept(number);
        awaitStatus(number, id, "sending");

        change(number, "drop", Map.of()).body("data.messages", equalTo(0));
        Awaitility.await()
                .until(() -> change(number, "drop", Map.of("message_id", id))
                                .extract()
                                .<Integer>path("data.messages")
                        == 1);

        assertThat(number.tenant().message(id).getString("data.error_code")).isEqualTo("DELIVERY_UNKNOWN");
        assertThat(status(number, id)).isEqualTo("failed");
    }

    @Test
    void depthAndAgeAreMetrics() {
        Number number = away();
        accept(number);

        metrics.refresh();

        String figures = given().get(scrape).then().statusCode(200).extract().asString();
        assertThat(figures)
                .contains("sanasend_queue_depth{session=\"" + number.sessionId() + "\"} 1.0")
                .contains("sanasend_queue_age_seconds{session=\"" + number.sessionId() + "\"}")
                .containsPattern("sanasend_queues [1-9]");
    }

    private Number away() {
        Number number = numbers.linked(events);
        numbers.enter(events, number, SessionState.RECONNECTING);
        return number;
    }

    private static ValidatableResponse queue(Number number) {
        return TestCallers.admin()
                .bare()
                .get("/api/v1/queues/" + number.id() + "/")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse change(Number number, String what, Map<String, ?> body) {
        return TestCallers.admin()
                .call()
                .body(body)
                .post("/api/v1/queues/" + number.id() + "/" + what + "/")
                .then()
                .statusCode(200);
    }

    private static int accept(Number number) {
        return number.tenant()
                .call()
                .header("Prefer", "respond-async")
                .body(Map.of("recipient", "+4915112345678", "message", "hello"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(202)
                .extract()
                .path("data.dbId");
    }

    private static String status(Number number, int id) {
        return number.tenant().message(id).getString("data.status");
    }

    private static void awaitStatus(Number number, int id, String status) {
        Awaitility.await().until(() -> status(number, id).equals(status));
    }
}
