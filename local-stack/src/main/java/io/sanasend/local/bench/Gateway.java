package io.sanasend.local.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.sanasend.local.files.RandomSecret;
import io.sanasend.local.stack.AdminLogin;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;

/** The public API and the simulator's phones, in the few steps a measurement needs. */
final class Gateway {

    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final int PLENTY = 10_000;

    private final RandomSecret passwords = new RandomSecret(new SecureRandom());
    private final JsonHttp api;
    private final JsonHttp admin;
    private final JsonHttp simulator;

    Gateway(String apiAddress, String simulatorAddress, AdminLogin login) {
        this.api = JsonHttp.at(apiAddress + "/api/v1");
        this.simulator = JsonHttp.at(simulatorAddress);
        this.admin = logIn(login.username(), login.password());
    }

    /** A tenant with limits no measurement reaches. */
    Tenant tenant(String name) {
        String password = passwords.get();
        admin.post(
                "/users/",
                Map.of(
                        "username", name,
                        "email", name + "@example.org",
                        "password", password,
                        "max_messages_per_day", PLENTY,
                        "max_messages_per_minute", PLENTY));
        return new Tenant(logIn(name, password));
    }

    /** Where the public API is. */
    String address() {
        return api.base();
    }

    private JsonHttp logIn(String username, String password) {
        JsonNode answer = api.post("/auth/login/", Map.of("username", username, "password", password));
        return api.withToken(answer.path("data").path("access").asText());
    }

    /** One customer of the gateway. */
    final class Tenant {

        private final JsonHttp http;

        private Tenant(JsonHttp http) {
            this.http = http;
        }

        /** Asks for a session and returns the text of its QR code. */
        String requestQr() {
            JsonNode session = http.post("/sessions/init/", Map.of("instance_name", "Bench"))
                    .path("data");
            String qr = session.path("qrPayload").asText("");
            if (qr.isEmpty()) {
                throw new BenchFailed("no QR code came; the session is "
                        + session.path("status").asText() + " " + session.path("status_reason"));
            }
            return qr;
        }

        /** Scans the QR code with that phone. */
        void scan(String qr, String phone) {
            simulator.post("/control/scan", Map.of("qr", qr, "phone", phone));
        }

        /** Has its number send nothing until it is resumed, as staff do it. */
        void pauseNumber() {
            admin.post("/queues/" + sessionRow() + "/pause/", Map.of());
        }

        void resumeNumber() {
            admin.post("/queues/" + sessionRow() + "/resume/", Map.of());
        }

        private long sessionRow() {
            return http.get("/sessions/status/").path("data").path("id").asLong();
        }

        /** Waits until the session can send. */
        void awaitConnected() {
            long deadline = System.nanoTime() + DEADLINE.toNanos();
            while (true) {
                JsonNode status = http.get("/sessions/status/").path("data");
                if ("connected".equals(status.path("status").asText())) {
                    return;
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new BenchFailed("the session is not connected but "
                            + status.path("status").asText());
                }
                pause(BETWEEN_LOOKS);
            }
        }

        /** The login, for a program that makes requests of its own. */
        String token() {
            return http.token();
        }

        /** Hands a text in and does not wait for it. */
        void post(String recipient, String text) {
            http.post("/messages/send-text/", Map.of("recipient", recipient, "message", text), "respond-async");
        }

        /** Sends a text and returns when WhatsApp has taken it. */
        void send(String recipient, String text) {
            JsonNode answer = http.post("/messages/send-text/", Map.of("recipient", recipient, "message", text));
            if (answer.path("data").path("messageId").asText("").isEmpty()) {
                throw new BenchFailed("the message was not taken in time, it is "
                        + answer.path("data").path("status").asText());
            }
        }
    }

    static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("interrupted");
        }
    }
}
