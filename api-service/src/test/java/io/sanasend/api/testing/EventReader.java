package io.sanasend.api.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads a stream of server-sent events as it comes, on a virtual thread. */
public final class EventReader implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** One event. */
    public record Event(String name, long id, JsonNode data) {}

    private final HttpResponse<InputStream> response;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> retries = new CopyOnWriteArrayList<>();
    private final AtomicInteger comments = new AtomicInteger();
    private final Thread reading;

    private EventReader(URI address, String header, String value) throws IOException, InterruptedException {
        this.response = CLIENT.send(
                HttpRequest.newBuilder(address).header(header, value).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        this.reading = Thread.ofVirtual().start(this::read);
    }

    public static EventReader open(URI address, String header, String value) {
        try {
            return new EventReader(address, header, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<InputStream> response() {
        return response;
    }

    /** What came so far. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    public List<Event> named(String name) {
        return events.stream().filter(event -> event.name().equals(name)).toList();
    }

    public List<String> retries() {
        return List.copyOf(retries);
    }

    public int comments() {
        return comments.get();
    }

    /** Whether the stream is over. */
    public boolean hasEnded() {
        return !reading.isAlive();
    }

    private void read() {
        Map<String, String> fields = new HashMap<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    take(fields);
                    fields.clear();
                } else {
                    int colon = line.indexOf(':');
                    fields.put(
                            line.substring(0, colon), line.substring(colon + 1).strip());
                }
            }
        } catch (IOException e) {
            // The stream was cut; that is its end.
            return;
        }
    }

    private void take(Map<String, String> fields) throws JsonProcessingException {
        if (fields.containsKey("")) {
            comments.incrementAndGet();
        }
        if (fields.containsKey("retry")) {
            retries.add(fields.get("retry"));
        }
        if (fields.containsKey("data")) {
            events.add(new Event(
                    fields.get("event"), Long.parseLong(fields.get("id")), JSON.readTree(fields.get("data"))));
        }
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
