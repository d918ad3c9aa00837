package io.sanasend.endtoend.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The simulated phones, over the simulator's control API. */
public final class Phones {

    private final Http control;

    Phones(String simulator) {
        this.control = new Http(simulator + "/control", Map.of());
    }

    public void scan(String qr, String phone) {
        control.post("/scan", Map.of("qr", qr, "phone", phone)).ok();
    }

    /** The owner of a phone types a pairing code. */
    public void typeCode(String phone, String code) {
        control.post("/phones/" + phone + "/pairing-code", Map.of("code", code)).ok();
    }

    /** A group of these phones. */
    public void group(String id, String... phones) {
        control.put("/groups/" + id, Map.of("subject", "Team", "participants", List.of(phones)))
                .ok();
    }

    public void unregister(String phone) {
        control.put("/numbers/" + phone, Map.of("registered", false)).ok();
    }

    public void read(String phone, String message) {
        control.post("/phones/" + phone + "/messages/" + message + "/read", Map.of())
                .ok();
    }

    /** What a phone has under a message id. */
    public Optional<JsonNode> message(String phone, String id) {
        JsonNode messages = control.get("/phones/" + phone + "/messages").ok().json();
        return Http.elements(messages).stream()
                .filter(message -> message.path("id").asText().equals(id))
                .findFirst();
    }

    /** The bytes that came with a message. */
    public byte[] media(String phone, String id) {
        return control.get("/phones/" + phone + "/messages/" + id + "/media")
                .ok()
                .bytes();
    }

    public boolean isLinked(String phone) {
        return control.get("/phones/" + phone).ok().json().path("linked").asBoolean();
    }
}
