package io.sanasend.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/**
 * Asks an HTTP API that speaks JSON, and takes every answer but a good one for the end of the measurement.
 *
 * @param base address all paths are below
 * @param token bearer token, or empty
 */
record JsonHttp(HttpClient client, ObjectMapper json, String base, String token) {

    private static final Duration DEADLINE = Duration.ofSeconds(90);

    static JsonHttp at(String base) {
        return new JsonHttp(HttpClient.newHttpClient(), new ObjectMapper(), base, "");
    }

    JsonHttp withToken(String bearer) {
        return new JsonHttp(client, json, base, bearer);
    }

    JsonNode get(String path) {
        return send(request(path).GET());
    }

    JsonNode post(String path, Map<String, ?> body) {
        return post(path, body, "");
    }

    /** @param prefer how the caller wants to be answered, as the header {@code Prefer} */
    JsonNode post(String path, Map<String, ?> body, String prefer) {
        try {
            HttpRequest.Builder request = request(path);
            if (!prefer.isEmpty()) {
                request.header("Prefer", prefer);
            }
            return send(request.header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(json.writeValueAsString(body))));
        } catch (IOException e) {
            throw new BenchFailed("no JSON for " + path + ": " + e.getMessage());
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(DEADLINE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new BenchFailed(request.method() + " " + request.uri().getPath() + " was answered "
                        + response.statusCode() + ": " + response.body());
            }
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new BenchFailed(request.method() + " " + request.uri() + " failed: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("interrupted");
        }
    }
}
