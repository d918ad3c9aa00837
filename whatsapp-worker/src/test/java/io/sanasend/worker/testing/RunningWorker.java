package io.sanasend.worker.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sanasend.model.message.MediaType;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.message.Recipient;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.PairingCode;
import io.sanasend.model.wire.PairingRequest;
import io.sanasend.model.wire.SendReceipt;
import io.sanasend.model.wire.SendRequest;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerError;
import io.sanasend.model.wire.WorkerPaths;
import io.sanasend.worker.Worker;
import io.sanasend.worker.WorkerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole worker with real browsers, in this JVM or in a process of its own, asked over HTTP as the api asks it. */
public final class RunningWorker implements AutoCloseable {

    public static final String SECRET = "a-secret-for-tests-of-more-than-32-characters";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();
    private final int port;
    private final Runnable end;
    private final Runnable kill;

    private RunningWorker(int port, Runnable end, Runnable kill) {
        this.port = port;
        this.end = end;
        this.kill = kill;
    }

    /** An answer of the worker, whatever its status. */
    public record Answer(int status, String body) {}

    /** @param settings beside those that every test needs */
    public static RunningWorker start(URI page, URI events, Path data, Map<String, String> settings) {
        var worker = Worker.start(WorkerConfig.from(environment(page, events, data, settings)));
        return new RunningWorker(worker.port(), worker::close, () -> {
            throw new UnsupportedOperationException("it is in this JVM");
        });
    }

    /** One that can be killed. */
    public static RunningWorker startProcess(URI page, URI events, Path data, Map<String, String> settings) {
        var process = WorkerProcess.start(environment(page, events, data, settings), data);
        return new RunningWorker(process.port(), process::terminate, process::kill);
    }

    private static Map<String, String> environment(URI page, URI events, Path data, Map<String, String> settings) {
        var environment = new HashMap<>(Map.of(
                "SANASEND_WORKER_SECRET", SECRET,
                "SANASEND_WORKER_PORT", "0",
                "SANASEND_WORKER_DATA", data.toString(),
                "SANASEND_WHATSAPP_URL", page.toString(),
                "SANASEND_EVENTS_URL", events.toString()));
        for (String found : new String[] {"SANASEND_BROWSER", "SANASEND_CHROME", "SANASEND_CHROMEDRIVER"}) {
            if (System.getenv(found) != null) {
                environment.put(found, System.getenv(found));
            }
        }
        environment.putAll(settings);
        return environment;
    }

    public String address() {
        return "http://127.0.0.1:" + port;
    }

    public SessionSnapshot start(String session) {
        return read(ok(call("PUT", "/sessions/" + session + "?wait=60", null)), SessionSnapshot.class);
    }

    public SessionSnapshot snapshot(String session) {
        return read(ok(call("GET", "/sessions/" + session, null)), SessionSnapshot.class);
    }

    public SessionSnapshot order(String session, String what) {
        return read(ok(call("POST", "/sessions/" + session + "/" + what, null)), SessionSnapshot.class);
    }

    /** Waits until the session is in that state. */
    public SessionSnapshot awaitState(String session, SessionState state) {
        await("session " + session + " " + state.wireName())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(snapshot(session).state()).isEqualTo(state));
        return snapshot(session);
    }

    public PairingCode pairingCode(String session, String phone) {
        var request = new PairingRequest(new Recipient(phone));
        return read(ok(call("POST", "/sessions/" + session + "/pairing-code", write(request))), PairingCode.class);
    }

    /** Starts a session and has a phone scan its code. */
    public SessionSnapshot link(String session, String phone, SimulatedWhatsApp whatsApp) {
        SessionSnapshot started = start(session);
        assertThat(started.qr()).as("QR code of %s", started).isNotNull();
        whatsApp.scan(started.qr().payload(), phone);
        return awaitState(session, SessionState.CONNECTED);
    }

    public Answer send(String session, String id, String recipient, String text) {
        var request = new SendRequest(new WaMessageId(id), 1, new Recipient(recipient), new OutboundMessage.Text(text));
        return call("POST", "/sessions/" + session + "/messages", write(request));
    }

    /** Sends a file as the api does: the message first, then the bytes. */
    public Answer sendFile(String session, String id, String recipient, OutboundMessage.Media media, byte[] bytes) {
        var request = new SendRequest(new WaMessageId(id), 1, new Recipient(recipient), media);
        String head = """
                --x\r
                Content-Disposition: form-data; name="message"\r
                Content-Type: application/json\r
                \r
                %s\r
                --x\r
                Content-Disposition: form-data; name="file"; filename="file"\r
                Content-Type: application/octet-stream\r
                \r
                """.formatted(write(request));
        var body = new ByteArrayOutputStream();
        body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        body.writeBytes(bytes);
        body.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8));
        return exchange(request("/sessions/" + session + "/messages")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    public static OutboundMessage.Media media(MediaType type, String contentType, String filename) {
        return new OutboundMessage.Media(type, contentType, filename, null);
    }

    public Answer get(String path) {
        return call("GET", path, null);
    }

    public SendReceipt receipt(Answer answer) {
        return read(ok(answer), SendReceipt.class);
    }

    public WorkerError error(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isGreaterThanOrEqualTo(400);
        return read(answer, WorkerError.class);
    }

    private Answer call(String method, String path, @Nullable String body) {
        var publisher = body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return exchange(request(path).header("Content-Type", "application/json").method(method, publisher));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address() + path))
                .timeout(PATIENCE.plusSeconds(30))
                .header(WorkerPaths.SECRET_HEADER, SECRET);
    }

    private Answer exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Answer ok(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private <T> T read(Answer answer, Class<T> type) {
        try {
            return json.readValue(answer.body(), type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Answer put(String path) {
        return call("PUT", path, null);
    }

    public void drain() {
        assertThat(call("POST", WorkerPaths.DRAIN, null).status()).isEqualTo(204);
    }

    /** Stops the worker and leaves its browsers running. */
    public void leave() {
        http.close();
        end.run();
    }

    /** Kills the process, as -9 does. */
    public void kill() {
        kill.run();
    }

    @Override
    public void close() {
        drain();
        leave();
    }
}
