package io.sanasend.endtoend.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One user of the product, and what such a user does over and over. */
public record Tenant(Http api, Phones phones) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Asks for a session; the answer has its QR code. */
    public JsonNode startSession() {
        return api.post("/sessions/init/", Map.of()).ok().data();
    }

    /** Links a phone and returns the session's id on the wire. */
    public String link(String phone) {
        JsonNode session = startSession();
        phones.scan(session.path("qrPayload").asText(), phone);
        awaitStatus("connected");
        return session.path("sessionId").asText();
    }

    public JsonNode status() {
        return api.get("/sessions/status/").ok().data();
    }

    /** Waits until the primary session is in that state. */
    public void awaitStatus(String wanted) {
        await("session " + wanted)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(
                        () -> assertThat(status().path("status").asText()).isEqualTo(wanted));
    }

    public Http.Reply sendText(String recipient, String text) {
        return api.post("/messages/send-text/", Map.of("recipient", recipient, "message", text));
    }

    /** Has a message stored, and does not wait for WhatsApp to take it. Answers its id. */
    public long queueText(String recipient, String text, Map<String, ?> more) {
        var body = new HashMap<String, Object>(Map.of("recipient", recipient, "message", text));
        body.putAll(more);
        return api.with("Prefer", "respond-async")
                .post("/messages/send-text/", body)
                .ok()
                .data()
                .path("dbId")
                .asLong();
    }

    public Http.Reply sendFile(String recipient, String type, String filename, byte[] file, Map<String, String> more) {
        var fields = new HashMap<>(Map.of("recipient", recipient, "media_type", type));
        fields.putAll(more);
        return api.postFile("/messages/send-media/", fields, filename, file);
    }

    public JsonNode message(long dbId) {
        return api.get("/messages/" + dbId + "/").ok().data();
    }

    /** Waits until a message has that status. */
    public JsonNode awaitMessage(long dbId, String status) {
        await("message " + status)
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(message(dbId).path("status").asText()).isEqualTo(status));
        return message(dbId);
    }

    public int messageCount() {
        return api.get("/messages/list/").ok().json().path("count").asInt();
    }
}
