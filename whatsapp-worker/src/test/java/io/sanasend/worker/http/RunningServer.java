package io.sanasend.worker.http;

import static io.sanasend.worker.testing.Soon.soon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sanasend.worker.browser.ProfilePlace;
import io.sanasend.worker.event.EventSpool;
import io.sanasend.worker.event.SpoolLimits;
import io.sanasend.worker.session.SessionRegistry;
import io.sanasend.worker.session.SessionSettings;
import io.sanasend.worker.testing.FakePages;
import io.sanasend.worker.testing.FakeWhatsAppPage;
import io.sanasend.worker.testing.SettableClock;
import io.sanasend.worker.testing.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The worker's HTTP server on a free port, in front of sessions with fake pages, and a client that has the secret. */
final class RunningServer implements AutoCloseable {

    static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String BOUNDARY = "part-of-a-test";

    final FakePages pages = new FakePages();
    final EventSpool spool;
    final Path uploads;
    final SessionRegistry sessions;
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    private final WorkerServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningServer(Path directory, int capacity) throws IOException {
        this.spool = EventSpool.open(
                directory.resolve("events"),
                "boot",
                new SettableClock(),
                json,
                new SpoolLimits(100, 1L << 20, 1L << 20));
        this.uploads = Files.createDirectory(directory.resolve("uploads"));
        this.sessions = new SessionRegistry(
                new ProfilePlace(directory.resolve("sessions"), "w1"),
                pages,
                spool,
                SessionSettings.DEFAULT,
                capacity,
                new SettableClock());
        var figures = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        this.server = new WorkerServer(
                SECRET,
                spool.bootId(),
                json,
                uploads,
                List.of(
                        new HealthRoutes(sessions, spool, "test"),
                        new SessionRoutes(sessions, json),
                        new MessageRoutes(sessions, json, uploads, figures),
                        new MetricsRoutes(figures)));
    }

    static RunningServer on(Path directory) throws IOException {
        var running = new RunningServer(directory, 2);
        running.server.start("127.0.0.1", 0);
        return running;
    }

    /** One answer. */
    record Answer(int status, String type, String boot, String text, JsonNode body) {

        String code() {
            return body.path("code").asText();
        }

        String message() {
            return body.path("message").asText();
        }
    }

    /** Starts session u1 and connects it. */
    FakeWhatsAppPage connect() {
        put("/sessions/u1");
        FakeWhatsAppPage page = pages.page(1);
        page.shows(Signals.connected());
        soon(() -> page.count("catchUp") == 1);
        return page;
    }

    Answer get(String path) {
        return answer(request(path).GET());
    }

    Answer put(String path) {
        return answer(request(path).PUT(BodyPublishers.noBody()));
    }

    Answer post(String path) {
        return answer(request(path).POST(BodyPublishers.noBody()));
    }

    Answer postJson(String path, String body) {
        return answer(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    /** The JSON part first, the file behind it; either is left out when null. */
    Answer postMultipart(String path, String message, byte[] file) {
        return postParts(
                path,
                BodyPublishers.concat(
                        part("name=\"message\"", message),
                        filePart(file),
                        BodyPublishers.ofString("--" + BOUNDARY + "--\r\n")));
    }

    Answer postMultipart(String path, String message) {
        return postParts(
                path,
                BodyPublishers.concat(
                        part("name=\"message\"", message), BodyPublishers.ofString("--" + BOUNDARY + "--\r\n")));
    }

    private Answer postParts(String path, BodyPublisher parts) {
        return answer(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(parts));
    }

    private static BodyPublisher part(String disposition, String content) {
        return BodyPublishers.ofString(
                "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n");
    }

    private static BodyPublisher filePart(byte[] file) {
        return BodyPublishers.concat(
                BodyPublishers.ofString("--" + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n"),
                BodyPublishers.ofByteArray(file),
                BodyPublishers.ofString("\r\n"));
    }

    /** A request with the secret. */
    HttpRequest.Builder request(String path) {
        return anonymous(path).header("X-Sanasend-Secret", SECRET);
    }

    HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    Answer answer(HttpRequest.Builder request) {
        Answer answer = answerText(request);
        return new Answer(answer.status(), answer.type(), answer.boot(), answer.text(), tree(answer.text()));
    }

    /** An answer that is not JSON. */
    Answer answerText(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.headers().firstValue("X-Sanasend-Boot").orElse(""),
                    response.body(),
                    MissingNode.getInstance());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode tree(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
        sessions.close();
        spool.close();
    }
}
