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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The api's internal port, as the worker calls it: JSON with the shared secret, one attempt, a deadline on each. Of several
 * copies of the api one is called until it gives no answer or an error of its own; then it is the next one's turn.
 *
 * <p>Thread-safe. Owns its HTTP client; closing it ends calls that are under way.
 */
public final class ApiPort implements AutoCloseable {

    private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);
    /** No answer of the api is longer; a longer one counts as none. */
    private static final int MAX_ANSWER = 4096;

    private static final int SERVER_ERROR = 500;

    private final List<String> addresses;
    private final AtomicInteger turn = new AtomicInteger();
    private final String secret;
    private final ObjectMapper json;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_DEADLINE).build();

    /** @param addresses base address of the internal port of each copy of the api, at least one */
    public ApiPort(List<URI> addresses, String secret, ObjectMapper json) {
        this.addresses = addresses.stream()
                .map(address -> address.toString().replaceAll("/$", ""))
                .toList();
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
        int asked = turn.get();
        HttpRequest request = HttpRequest.newBuilder(URI.create(address(asked) + path))
                .timeout(deadline)
                .header(WorkerPaths.SECRET_HEADER, secret)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(write(value)))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(
                    request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER));
            if (response.statusCode() >= SERVER_ERROR) {
                passOn(asked);
            }
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            passOn(asked);
            throw e;
        }
    }

    /** Another thread may have done so already for the same failure. */
    private void passOn(int asked) {
        turn.compareAndSet(asked, asked + 1);
    }

    private String address(int turn) {
        return addresses.get(Math.floorMod(turn, addresses.size()));
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
        return String.join(", ", addresses);
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
