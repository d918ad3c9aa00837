package io.sanasend.endtoend.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

    /** How often each message with this text has arrived: several ids are several messages. */
    public Map<String, Integer> arrivals(String phone, String text) {
        return Http.elements(control.get("/phones/" + phone + "/messages").ok().json()).stream()
                .filter(message -> message.path("body").asText().equals(text)
                        || message.path("caption").asText().equals(text))
                .collect(Collectors.toMap(
                        message -> message.path("id").asText(),
                        message -> message.path("arrivals").asInt()));
    }

    /** The texts a phone has from another, in the order they came. */
    public List<String> texts(String phone, String from) {
        return Http.elements(control.get("/phones/" + phone + "/messages?from=" + from)
                        .ok()
                        .json())
                .stream()
                .map(message -> message.path("body").asText())
                .toList();
    }

    /** What the sends of one phone meet from now on; the simulator's README has the fields. */
    public void behave(String phone, Map<String, ?> fields) {
        control.put("/phones/" + phone + "/settings", fields).ok();
    }

    /** Changes settings of the whole simulator. */
    public void set(Map<String, ?> fields) {
        control.put("/settings", fields).ok();
    }

    /** Cuts the connection of a phone's linked devices for so long. */
    public void cut(String phone, Duration length) {
        control.post("/phones/" + phone + "/cut", Map.of("seconds", length.toSeconds()))
                .ok();
    }

    /** The owner of a phone unlinks all its devices. */
    public void logOut(String phone) {
        control.post("/phones/" + phone + "/logout", Map.of()).ok();
    }

    /** Tells the sender that a message got so far, in whatever order. */
    public void acknowledge(String id, int ack) {
        control.post("/messages/" + id + "/ack", Map.of("ack", ack)).ok();
    }

    public boolean isLinked(String phone) {
        return control.get("/phones/" + phone).ok().json().path("linked").asBoolean();
    }
}
