package io.sanasend.simulator.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.simulator.Simulator;
import io.sanasend.simulator.SimulatorConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;

/** A simulator on a free port, and its control API. */
public final class TestSimulator implements AutoCloseable {

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AutoCloseable simulator;
    private final String url;

    /** An answer of the control API. */
    public record Answer(int status, JsonNode body) {}

    private TestSimulator(AutoCloseable simulator, int port) {
        this.simulator = simulator;
        this.url = "http://127.0.0.1:" + port;
    }

    public static TestSimulator start() {
        return start(0, Optional.empty());
    }

    public static TestSimulator start(int port, Optional<Path> data) {
        Simulator simulator = new Simulator(new SimulatorConfig("127.0.0.1", port, data));
        return new TestSimulator(simulator, simulator.start());
    }

    /** The control API of a simulator in a process of its own, which the caller ends. */
    public static TestSimulator at(int port) {
        return new TestSimulator(() -> {}, port);
    }

    public String url() {
        return url;
    }

    public int port() {
        return URI.create(url).getPort();
    }

    public Answer get(String path) {
        return send("GET", path, "");
    }

    public Answer post(String path, String body) {
        return send("POST", path, body);
    }

    public Answer put(String path, String body) {
        return send("PUT", path, body);
    }

    public HttpResponse<byte[]> bytes(String path) {
        return exchange(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofByteArray());
    }

    public Answer send(HttpRequest.Builder request, String path) {
        return answer(exchange(request.uri(URI.create(url + path)).build(), BodyHandlers.ofString()));
    }

    /** Scans the code of a page, which becomes a device of the phone. */
    public void link(WebPage page, String phone) {
        Answer answer = post(
                "/control/scan",
                json.createObjectNode()
                        .put("qr", page.code())
                        .put("phone", phone)
                        .put("name", "Phone " + phone)
                        .toString());
        if (answer.status() != 200) {
            throw new AssertionError("the scan was refused: " + answer);
        }
        page.untilMain();
    }

    /** The messages that a phone has. */
    public JsonNode messages(String phone) {
        return get("/control/phones/" + phone + "/messages").body();
    }

    @Override
    public void close() {
        client.close();
        try {
            simulator.close();
        } catch (Exception e) {
            throw new IllegalStateException("the simulator did not stop", e);
        }
    }

    private Answer send(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        return send(request, path);
    }

    private Answer answer(HttpResponse<String> response) {
        try {
            return new Answer(response.statusCode(), json.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + response.body(), e);
        }
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
