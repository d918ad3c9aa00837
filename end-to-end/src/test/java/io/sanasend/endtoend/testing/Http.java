package io.sanasend.endtoend.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON over HTTP with the same headers on every request.
 *
 * @param base address that every path is appended to
 */
public record Http(String base, Map<String, String> headers) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOUNDARY = "sanasend-end-to-end";

    public Http {
        headers = Map.copyOf(headers);
    }

    /** An answer, whatever its status. */
    public record Reply(int status, byte[] bytes, HttpResponse<byte[]> response) {

        public JsonNode json() {
            try {
                return JSON.readTree(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + status + " " + text(), e);
            }
        }

        /** The {@code data} of a success. */
        public JsonNode data() {
            return json().path("data");
        }

        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        /** Itself, if it is a success. */
        public Reply ok() {
            if (status / 100 != 2) {
                throw new AssertionError("expected a success: " + status + " " + text());
            }
            return this;
        }
    }

    public Http with(String name, String value) {
        var all = new java.util.HashMap<>(headers);
        all.put(name, value);
        return new Http(base, all);
    }

    public Reply get(String path) {
        return exchange(request(path).GET());
    }

    public Reply delete(String path) {
        return exchange(request(path).DELETE());
    }

    public Reply post(String path, @Nullable Object body) {
        return send("POST", path, body);
    }

    public Reply put(String path, Object body) {
        return send("PUT", path, body);
    }

    public Reply patch(String path, Object body) {
        return send("PATCH", path, body);
    }

    /** A body as it is, of whatever kind. */
    public Reply postRaw(String path, String contentType, String body) {
        return exchange(
                request(path).header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A form with one file. */
    public Reply postFile(String path, Map<String, String> fields, String filename, byte[] file) {
        Secrets.of(fields);
        var body = new ByteArrayOutputStream();
        fields.forEach((name, value) -> body.writeBytes(utf8("--" + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"" + name
                + "\"\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n" + value + "\r\n")));
        body.writeBytes(utf8("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + filename + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
        body.writeBytes(file);
        body.writeBytes(utf8("\r\n--" + BOUNDARY + "--\r\n"));
        return exchange(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private Reply send(String method, String path, @Nullable Object body) {
        try {
            Secrets.ofRequest(JSON.valueToTree(body));
            var publisher = body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
            return exchange(
                    request(path).header("Content-Type", "application/json").method(method, publisher));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(100));
        Secrets.of(headers);
        headers.forEach(request::header);
        return request;
    }

    private static Reply exchange(HttpRequest.Builder request) {
        try {
            var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            var reply = new Reply(response.statusCode(), response.body(), response);
            if (reply.header("Content-Type").orElse("").contains("json")) {
                Secrets.ofAnswer(reply.json());
            }
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static List<JsonNode> elements(JsonNode array) {
        return array.valueStream().toList();
    }
}
