package io.sanasend.local.torture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * JSON over HTTP to a peer that may be dead or dying: every status is an answer, and none is an {@link IOException}. Safe for
 * use by several threads.
 *
 * @param base address all paths are below
 * @param headers sent with each request
 */
record Http(HttpClient client, ObjectMapper json, String base, Map<String, String> headers) {

    private static final Duration DEADLINE = Duration.ofSeconds(40);
    private static final String BOUNDARY = "sanasend-torture";

    Http {
        headers = Map.copyOf(headers);
    }

    static Http at(String base) {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        return new Http(client, new ObjectMapper(), base, Map.of());
    }

    /** An answer; what is no JSON is missing. */
    record Reply(int status, JsonNode json) {

        boolean isGood() {
            return status / 100 == 2;
        }

        JsonNode data() {
            return json.path("data");
        }

        String code() {
            return json.path("error_code").asText("");
        }
    }

    Http with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Http(client, json, base, more);
    }

    Reply get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    Reply post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    Reply put(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send("PUT", path, body);
    }

    /** A form with one small document. */
    Reply postFile(String path, Map<String, String> fields, String filename, String content)
            throws IOException, InterruptedException {
        StringBuilder form = new StringBuilder();
        fields.forEach((name, value) -> form.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\""
                + name + "\"\r\n\r\n" + value + "\r\n"));
        form.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n--" + BOUNDARY + "--\r\n");
        return send(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofString(form.toString())));
    }

    private Reply send(String method, String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(DEADLINE);
        headers.forEach(request::header);
        return request;
    }

    private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
        try {
            return new Reply(response.statusCode(), json.readTree(new String(response.body(), StandardCharsets.UTF_8)));
        } catch (JsonProcessingException _) {
            return new Reply(response.statusCode(), MissingNode.getInstance());
        }
    }
}
