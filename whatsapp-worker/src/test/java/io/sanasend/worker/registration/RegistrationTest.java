package io.sanasend.worker.registration;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sanasend.model.wire.WorkerPaths;
import io.sanasend.model.wire.WorkerRegistration;
import io.sanasend.worker.api.ApiPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RegistrationTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final ObjectMapper json = new ObjectMapper();
    private final List<WorkerRegistration> registrations = new CopyOnWriteArrayList<>();
    private final List<String> secrets = new CopyOnWriteArrayList<>();
    private final AtomicInteger sessions = new AtomicInteger(1);
    /** How many requests fail before one is answered well. */
    private final AtomicInteger failures = new AtomicInteger();

    private volatile int failure = 503;
    private volatile String lease = "{\"seconds\":2}";
    private @Nullable HttpServer api;
    private @Nullable ApiPort port;
    private @Nullable Registration registration;

    @AfterEach
    void close() {
        if (registration != null) {
            registration.close();
            port.close();
        }
        if (api != null) {
            api.stop(0);
        }
    }

    private int listen(int at) throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
        api.createContext("/internal/workers", this::take);
        api.start();
        return api.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = failures.getAndDecrement() > 0 ? failure : 200;
            secrets.add(exchange.getRequestHeaders().getFirst(WorkerPaths.SECRET_HEADER));
            registrations.add(json.readValue(exchange.getRequestBody(), WorkerRegistration.class));
            byte[] answer = lease.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void registerAt(int at) {
        port = new ApiPort(List.of(URI.create("http://127.0.0.1:" + at)), SECRET, json);
        registration = new Registration(this::words, port, json, new Random(1));
        registration.start();
    }

    private WorkerRegistration words() {
        return new WorkerRegistration("w1", "boot", "http://127.0.0.1:3000", 5, sessions.get(), "place", "1.0");
    }

    @Test
    void itRegistersAtOnceWithTheSecret() throws IOException {
        registerAt(listen(0));

        soon(() -> !registrations.isEmpty());
        assertThat(registrations.getFirst()).isEqualTo(words());
        assertThat(secrets.getFirst()).isEqualTo(SECRET);
    }

    @Test
    void itRenewsWellBeforeTheLeaseEndsAndSaysWhatHoldsThen() throws IOException {
        registerAt(listen(0));
        soon(() -> !registrations.isEmpty());

        sessions.set(2);

        soon(() -> registrations.size() >= 3 && registrations.getLast().sessions() == 2);
    }

    /** Also when another process has its name: that one may end. */
    @ParameterizedTest
    @ValueSource(ints = {503, 409})
    void aFailureIsTriedAgainAndAgain(int status) throws IOException {
        failure = status;
        failures.set(3);

        registerAt(listen(0));

        soon(() -> registrations.size() >= 4);
    }

    @Test
    void aWorkerWhoseNameAnotherHasSaysOnceWhereThatOneIs() throws IOException {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler listening = new Handler() {
            @Override
            public void publish(LogRecord line) {
                warnings.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger log = Logger.getLogger(Registration.class.getName());
        log.addHandler(listening);
        try {
            failure = 409;
            failures.set(Integer.MAX_VALUE);
            lease = "a worker at http://127.0.0.1:3001 has the name w1 too";

            registerAt(listen(0));

            soon(() -> registrations.size() >= 3);
            assertThat(warnings).singleElement().asString().contains(lease);
        } finally {
            log.removeHandler(listening);
        }
    }

    @Test
    void anApiThatIsNotThereIsWaitedFor() throws IOException {
        int at = listen(0);
        api.stop(0);
        registerAt(at);

        listen(at);

        soon(() -> !registrations.isEmpty());
    }

    @Test
    void anAnswerThatSaysNothingOfALeaseIsAnAnswerAllTheSame() throws IOException {
        failures.set(1);
        lease = "no json";

        registerAt(listen(0));

        soon(() -> registrations.size() >= 2);

        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(3)).until(() -> registrations.size() == 2);
    }

    @Test
    void nobodyHearsOfAWorkerThatWasClosed() throws IOException {
        lease = "{\"seconds\":0}";
        registerAt(listen(0));
        soon(() -> registrations.size() >= 2);

        registration.close();

        int heard = registrations.size();
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(3))
                .until(() -> registrations.size() <= heard + 1);
    }
}
