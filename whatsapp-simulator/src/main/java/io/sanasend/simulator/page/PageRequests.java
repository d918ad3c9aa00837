package io.sanasend.simulator.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.sanasend.simulator.account.Address;
import io.sanasend.simulator.account.Device;
import io.sanasend.simulator.account.PhoneNumber;
import io.sanasend.simulator.message.Content;
import io.sanasend.simulator.message.Exchange.Outgoing;
import io.sanasend.simulator.message.Exchange.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The requests a page makes over its socket.
 *
 * <table>
 *   <caption>Requests</caption>
 *   <tr><td>{@code send}</td><td>a message: {@code {result, t}}, or no answer at all</td></tr>
 *   <tr><td>{@code exists}</td><td>is there such an account: {@code {exists, pn, lid, chat, name}}</td></tr>
 *   <tr><td>{@code group}</td><td>is there such a group: {@code {exists, subject, participants}}</td></tr>
 *   <tr><td>{@code read}</td><td>the messages of a chat are read: {@code {}}</td></tr>
 *   <tr><td>{@code pairing_code}</td><td>a code for a phone number: {@code {code}}</td></tr>
 *   <tr><td>{@code logout}</td><td>unlinks this device; no answer, the page is told to log out</td></tr>
 * </table>
 */
final class PageRequests {

    private final PageServices services;

    PageRequests(PageServices services) {
        this.services = services;
    }

    void handle(PageConnection connection, JsonNode frame) {
        long request = frame.path("rid").asLong();
        if (frame.path("t").asText().equals("pairing_code")) {
            pairingCode(connection, request, frame);
            return;
        }
        Optional<Device> device = connection.device();
        if (device.isEmpty()) {
            return;
        }
        switch (frame.path("t").asText()) {
            case "send" -> send(connection, device.get(), request, frame.path("message"));
            case "exists" -> connection.reply(request, lookup(frame.path("wid").asText()));
            case "group" -> connection.reply(request, group(frame.path("wid").asText()));
            case "read" -> {
                read(device.get(), frame);
                connection.reply(request, Map.of());
            }
            case "logout" -> services.unlinking().unlink(device.get(), "user_initiated");
            default -> connection.reply(request, Map.of());
        }
    }

    private void send(PageConnection connection, Device device, long request, JsonNode message) {
        Optional<Address> to = Address.parse(message.path("to").asText());
        if (to.isEmpty()) {
            connection.reply(request, Map.of("result", "ERROR_UNKNOWN"));
            return;
        }
        Outgoing outgoing = new Outgoing(
                message.path("id").asText(), to.get(), message.path("to").asText(), content(message));
        Verdict verdict = services.exchange().send(device, outgoing);
        Runnable answer = () -> {
            switch (verdict) {
                case Verdict.Taken(long t) -> connection.reply(request, Map.of("result", "OK", "t", t));
                case Verdict.Refused(String result) -> connection.reply(request, Map.of("result", result));
                case Verdict.Silence() -> {}
            }
        };
        services.timers().after(services.settings().sendsOf(device.phone()).latency(), answer);
    }

    private Content content(JsonNode message) {
        return new Content(
                message.path("type").asText("chat"),
                optional(message, "body"),
                optional(message, "caption"),
                optional(message, "filename"),
                optional(message, "mimetype"),
                services.media().uploaded(message.path("mediaId").asText()).orElse(null));
    }

    private Map<String, Object> lookup(String wid) {
        Optional<Address.Person> account = Address.parse(wid)
                .filter(Address.Person.class::isInstance)
                .map(Address.Person.class::cast)
                .map(asked -> new Address.Person(services.directory().accountOf(asked.number())))
                .filter(services.directory()::exists);
        if (account.isPresent()) {
            Address.Person person = account.get();
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("exists", true);
            answer.put("pn", person.wid());
            answer.put("lid", person.lid());
            answer.put("chat", services.postman().addressOf(person.number()));
            answer.put("name", services.phones().of(person.number()).name());
            return answer;
        }
        return Map.of("exists", false);
    }

    private Map<String, Object> group(String wid) {
        return Address.parse(wid)
                .filter(Address.Group.class::isInstance)
                .map(Address.Group.class::cast)
                .flatMap(group -> services.directory().group(group.id()))
                .<Map<String, Object>>map(group -> Map.of(
                        "exists",
                        true,
                        "subject",
                        group.subject(),
                        "participants",
                        group.participants().stream()
                                .map(services.postman()::addressOf)
                                .toList()))
                .orElse(Map.of("exists", false));
    }

    private void read(Device device, JsonNode frame) {
        frame.path("ids").forEach(id -> services.exchange().read(device.phone(), id.asText()));
    }

    private void pairingCode(PageConnection connection, long request, JsonNode frame) {
        String phone = frame.path("phone").asText();
        if (connection.device().isEmpty() && PhoneNumber.isNumber(phone)) {
            String code = services.linking().pairingCode(connection, PhoneNumber.parse(phone));
            connection.reply(request, Map.of("code", code));
        } else {
            connection.reply(request, Map.of("error", "invalid phone number"));
        }
    }

    private static @Nullable String optional(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? value.asText() : null;
    }
}
