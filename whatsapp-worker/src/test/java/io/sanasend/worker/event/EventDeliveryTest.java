package io.sanasend.worker.event;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sanasend.model.message.Ack;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.wire.WorkerEvent;
import io.sanasend.model.wire.WorkerEventBatch;
import io.sanasend.worker.api.ApiPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventDeliveryTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());

    @TempDir
    Path directory;

    private EventSpool spool;
    private final List<WorkerEventBatch> batches = new CopyOnWriteArrayList<>();
    private final List<String> secrets = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile CountDownLatch mayAnswer = new CountDownLatch(0);
    private @Nullable HttpServer api;
    private @Nullable ApiPort apiPort;
    private @Nullable EventDelivery delivery;

    @BeforeEach
    void open() {
        spool = Spools.open(directory, "boot");
    }

    @AfterEach
    void close() {
        if (delivery != null) {
            delivery.close();
            apiPort.close();
        }
        if (api != null) {
            api.stop(0);
        }
        spool.close();
    }

    /** An api that fails as often as told, and takes everything then. */
    private int listen(int port) throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        api.createContext("/internal/worker-events", this::take);
        api.start();
        return api.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            secrets.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("X-Sanasend-Secret"));
            batches.add(json.readValue(exchange.getRequestBody(), WorkerEventBatch.class));
            await(mayAnswer);
            exchange.sendResponseHeaders(failures.getAndDecrement() > 0 ? 500 : 204, -1);
        }
    }

    private void deliverTo(Integer... ports) {
        List<URI> addresses = Stream.of(ports)
                .map(port -> URI.create("http://127.0.0.1:" + port + "/"))
                .toList();
        apiPort = new ApiPort(addresses, SECRET, json);
        delivery = new EventDelivery(spool, apiPort, new Random(1));
        delivery.start();
    }

    private void report(String waMessageId) {
        spool.acked(SessionId.first(1), waMessageId, Ack.SERVER);
    }

    private static List<String> ids(WorkerEventBatch batch) {
        return batch.events().stream()
                .map(event -> ((WorkerEvent.MessageAcked) event).waMessageId())
                .toList();
    }

    @Test
    void eventsComeWithTheSecretAndTheBootId() throws IOException {
        report("A");
        report("B");

        deliverTo(listen(0));

        soon(() -> spool.pending() == 0);
        assertThat(secrets).containsExactly("POST " + SECRET);
        assertThat(batches.getFirst().workerBootId()).isEqualTo("boot");
        assertThat(ids(batches.getFirst())).containsExactly("A", "B");
    }

    @Test
    void whatIsNotAcknowledgedIsBroughtAgainAsItWas() throws IOException {
        failures.set(2);
        report("A");

        deliverTo(listen(0));

        soon(() -> spool.pending() == 0);
        assertThat(batches).hasSize(3).containsOnly(batches.getFirst());
    }

    @Test
    void anotherCopyOfTheApiIsAskedWhenOneIsAway() throws IOException {
        int away = listen(0);
        api.stop(0);
        report("A");

        deliverTo(away, listen(0));

        soon(() -> spool.pending() == 0);
        assertThat(batches)
                .singleElement()
                .satisfies(batch -> assertThat(ids(batch)).containsExactly("A"));
    }

    @Test
    void newerEventsDoNotOvertakeABatchThatFails() throws IOException {
        failures.set(1);
        report("A");
        deliverTo(listen(0));
        soon(() -> !batches.isEmpty());
        report("B");

        soon(() -> spool.pending() == 0);
        assertThat(batches.stream().map(EventDeliveryTest::ids).toList())
                .containsExactly(List.of("A"), List.of("A"), List.of("B"));
    }

    @Test
    void anApiThatIsNotThereIsWaitedFor() throws IOException {
        int port = listen(0);
        api.stop(0);
        report("A");
        deliverTo(port);

        listen(port);

        soon(() -> spool.pending() == 0);
        assertThat(ids(batches.getFirst())).containsExactly("A");
    }

    @Test
    void aRedirectIsNoAcknowledgement() throws IOException {
        listen(0);
        api.removeContext("/internal/worker-events");
        api.createContext("/internal/worker-events", exchange -> {
            try (exchange) {
                secrets.add("redirected");
                exchange.getResponseHeaders().add("Location", "/elsewhere");
                exchange.sendResponseHeaders(302, -1);
            }
        });
        report("A");

        deliverTo(api.getAddress().getPort());

        soon(() -> secrets.size() >= 2);
        assertThat(spool.pending()).isEqualTo(1);
    }

    @Test
    void theNextRunBringsWhatTheFormerCouldNot() throws IOException {
        report("A");
        spool.close();
        spool = Spools.open(directory, "next");
        report("B");

        deliverTo(listen(0));

        soon(() -> spool.pending() == 0);
        assertThat(batches).extracting(WorkerEventBatch::workerBootId).containsExactly("boot", "next");
        assertThat(batches.stream().map(EventDeliveryTest::ids).toList()).containsExactly(List.of("A"), List.of("B"));
    }

    @Test
    void whatComesWhileTheApiIsToldIsBroughtTogether() throws IOException {
        mayAnswer = new CountDownLatch(1);
        deliverTo(listen(0));
        report("first");
        soon(() -> !batches.isEmpty());

        for (int i = 0; i < 50; i++) {
            report("M" + i);
        }
        mayAnswer.countDown();

        soon(() -> spool.pending() == 0);
        assertThat(batches).extracting(batch -> ids(batch).size()).containsExactly(1, 50);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
