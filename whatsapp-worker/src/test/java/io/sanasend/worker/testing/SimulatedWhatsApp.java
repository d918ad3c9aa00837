package io.sanasend.worker.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.simulator.Simulator;
import io.sanasend.simulator.SimulatorConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The simulator in this JVM, driven over its control API as any test of a user would. */
public final class SimulatedWhatsApp implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Simulator simulator;
    private final int port;

    private SimulatedWhatsApp() {
        simulator = new Simulator(new SimulatorConfig("127.0.0.1", 0, Optional.empty()));
        port = simulator.start();
    }

    public static SimulatedWhatsApp start() {
        return new SimulatedWhatsApp();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    public void scan(String qr, String phone) {
        call("POST", "/control/scan", Map.of("qr", qr, "phone", phone));
    }

    /** The owner of a phone types a pairing code. */
    public void typeCode(String phone, String code) {
        call("POST", "/control/phones/" + phone + "/pairing-code", Map.of("code", code));
    }

    /** A group of these phones. */
    public void group(String id, String... phones) {
        call("PUT", "/control/groups/" + id, Map.of("subject", "Team", "participants", List.of(phones)));
    }

    /** Changes some settings and leaves the others. */
    public void settings(Map<String, ?> changed) {
        call("PUT", "/control/settings", changed);
    }

    /** Changes how one phone's sends are answered. */
    public void settings(String phone, Map<String, ?> changed) {
        call("PUT", "/control/phones/" + phone + "/settings", changed);
    }

    public void unregister(String phone) {
        call("PUT", "/control/numbers/" + phone, Map.of("registered", false));
    }

    public void write(String from, String to, String body) {
        call("POST", "/control/phones/" + from + "/messages", Map.of("to", to, "body", body));
    }

    public void read(String phone, String message) {
        call("POST", "/control/phones/" + phone + "/messages/" + message + "/read", null);
    }

    public void logout(String phone) {
        call("POST", "/control/phones/" + phone + "/logout", null);
    }

    public void cut(String phone) {
        call("POST", "/control/phones/" + phone + "/cut", null);
    }

    public void restore(String phone) {
        call("POST", "/control/phones/" + phone + "/restore", null);
    }

    public JsonNode phone(String phone) {
        return call("GET", "/control/phones/" + phone, null);
    }

    /** What a phone has from another, in the order it came. */
    public JsonNode messages(String phone, String from) {
        return call("GET", "/control/phones/" + phone + "/messages?limit=99999&from=" + from, null);
    }

    /** What a phone has under a message id; a missing node if it has not. */
    public JsonNode message(String phone, String id) {
        for (JsonNode message : call("GET", "/control/phones/" + phone + "/messages", null)) {
            if (message.path("id").asText().equals(id)) {
                return message;
            }
        }
        return json.missingNode();
    }

    private JsonNode call(String method, String path, @Nullable Object body) {
        try {
            var publisher = body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body));
            var request = HttpRequest.newBuilder(address().resolve(path))
                    .header("Content-Type", "application/json")
                    .method(method, publisher)
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body().isEmpty() ? json.missingNode() : json.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        simulator.close();
    }
}
