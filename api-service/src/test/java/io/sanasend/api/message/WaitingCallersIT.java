package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.fanout.Fanout;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Replies;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.message.MessageStatus;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

/** Requests that wait for the fate of their message. */
@ApiTest
class WaitingCallersIT {

    private static final int CALLERS = 2_000;
    /** As many as are accepted before one of them would have waited too long for its turn. */
    private static final int WAVE = 200;

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    TestLanes lanes;

    @Inject
    Settlements settlements;

    @Inject
    MessageSending sending;

    @Inject
    Fanout fanout;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @TestHTTPResource("/api/v1/messages/send-text/")
    URI sendText;

    @Test
    void costNoThreadsOfTheMachine() throws Exception {
        Number number = numbers.linked(events);
        TestCallers.admin()
                .call()
                .body(Map.of("max_messages_per_day", 2 * CALLERS))
                .patch("/api/v1/users/" + number.tenant().id() + "/")
                .then()
                .statusCode(200);
        CountDownLatch release = new CountDownLatch(1);
        worker.onSend(number.sessionId(), request -> {
            await(release);
            return Replies.taken(request);
        });
        ExecutorService few = Executors.newFixedThreadPool(4);
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(few)
                .build();
        List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
        int before = ManagementFactory.getThreadMXBean().getThreadCount();

        for (int called = WAVE; called <= CALLERS; called += WAVE) {
            for (int i = 0; i < WAVE; i++) {
                answers.add(client.sendAsync(request(number), HttpResponse.BodyHandlers.discarding()));
            }
            int waiting = called;
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> accepted(number), Matchers.is(waiting));
        }
        assertThat(settlements.waiting()).isEqualTo(CALLERS);
        int during = ManagementFactory.getThreadMXBean().getThreadCount();
        release.countDown();

        for (CompletableFuture<HttpResponse<Void>> answer : answers) {
            assertThat(answer.get(90, TimeUnit.SECONDS).statusCode()).isIn(200, 202);
        }
        few.shutdown();
        // Some of the server's own, and those of this client.
        assertThat(during - before).isLessThan(100);
        assertThat(settlements.waiting()).isZero();
        lanes.execute("UPDATE messages SET status = 'failed' WHERE status = 'queued' AND session_id = " + number.id());
    }

    @Test
    void areToldByTheReplicaThatSettles() throws Exception {
        Number number = numbers.linked(events);
        CompletableFuture<MessageSending.Sent> answer = new CompletableFuture<>();
        CountDownLatch release = new CountDownLatch(1);
        worker.onSend(number.sessionId(), request -> {
            await(release);
            return Replies.taken(request);
        });
        Draft draft = lanes.draft(number, "x");
        Thread.ofVirtual().start(() -> answer.complete(sending.send(draft, Duration.ofSeconds(25))));
        Awaitility.await().until(() -> worker.handed(number.sessionId()).size() == 1);

        // As another replica says it, which alone knows of it.
        Instant at = Instant.parse("2026-05-01T10:00:00Z");
        fanout.tell(
                "settled",
                new Settlements.Told(
                                draft.waMessageId().value(), new Settlements.Fate.Taken(MessageStatus.DELIVERED, at))
                        .write());

        assertThat(answer.get(10, TimeUnit.SECONDS).standing().status()).isEqualTo(MessageStatus.DELIVERED);
        release.countDown();
    }

    @Test
    void lookForThemselvesInTheEnd() {
        Number number = numbers.linked(events);
        Draft draft = lanes.draft(number, "x");
        worker.onSend(number.sessionId(), request -> {
            // Settled elsewhere, and nobody says so.
            lanes.execute("UPDATE messages SET status = 'delivered', sent_at = now() WHERE wa_message_id = '"
                    + draft.waMessageId().value() + "'");
            await(new CountDownLatch(1), 2);
            return Replies.taken(request);
        });

        assertThat(sending.send(draft, Duration.ofSeconds(1)).standing().status())
                .isEqualTo(MessageStatus.DELIVERED);
    }

    private int accepted(Number number) {
        return Integer.parseInt(
                lanes.lane(number, "(SELECT count(*) FROM messages m WHERE m.session_id = lanes.session_id)"));
    }

    private HttpRequest request(Number number) {
        return HttpRequest.newBuilder(sendText)
                .header("Authorization", "Bearer " + number.tenant().token())
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=300")
                .POST(HttpRequest.BodyPublishers.ofString("{\"recipient\": \"+4915112345678\", \"message\": \"x\"}"))
                .build();
    }

    private static void await(CountDownLatch latch) {
        await(latch, 60);
    }

    private static void await(CountDownLatch latch, long seconds) {
        try {
            latch.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
