package io.sanasend.worker.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.model.wire.WorkerPaths;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * The api's internal port, as the worker calls it: JSON with the shared secret, one attempt, a deadline on each.
 *
 * <p>Thread-safe. Owns its HTTP client; closing it ends calls that are under way.
 */
public final class ApiPort implements AutoCloseable {

    private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);
    /** No answer of the api is longer; a longer one counts as none. */
    private static final int MAX_ANSWER = 4096;

    private final String address;
    private final String secret;
    private final ObjectMapper json;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_DEADLINE).build();

    /** @param address base address of the api's internal port */
    public ApiPort(URI address, String secret, ObjectMapper json) {
        this.address = address.toString().replaceAll("/$", "");
        this.secret = secret;
        this.json = json;
    }

    /** An answer, whatever its status. */
    public record Answer(int status, byte[] body) {

        /** Only these acknowledge anything: a redirect does not. */
        public boolean isAccepted() {
            return status / 100 == 2;
        }
    }

    /**
     * Posts a value once.
     *
     * @throws IOException if there was no answer in time
     */
    public Answer post(String path, Object value, Duration deadline) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(deadline)
                .header(WorkerPaths.SECRET_HEADER, secret)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(write(value)))
                .build();
        HttpResponse<byte[]> response = http.send(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER));
        return new Answer(response.statusCode(), response.body());
    }

    private byte[] write(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is reported is always writable as JSON", e);
        }
    }

    @Override
    public String toString() {
        return address;
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
