package io.sanasend.simulator.message;

import io.sanasend.simulator.account.Address;
import io.sanasend.simulator.account.Device;
import io.sanasend.simulator.account.PhoneNumber;
import io.sanasend.simulator.account.Phones;
import io.sanasend.simulator.device.DeviceLines;
import io.sanasend.simulator.device.Frame;
import io.sanasend.simulator.setting.SettingsBook;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts messages and acks into the form of the page and on the lines of the devices they concern. */
public final class Postman {

    private final Phones phones;
    private final DeviceLines lines;
    private final SettingsBook settings;

    public Postman(Phones phones, DeviceLines lines, SettingsBook settings) {
        this.phones = phones;
        this.lines = lines;
        this.settings = settings;
    }

    /** The address under which devices know a person now. */
    public String addressOf(PhoneNumber number) {
        Address.Person person = new Address.Person(number);
        return settings.current().lid() ? person.lid() : person.wid();
    }

    /** To every device of the recipients, and to the sender's other devices, who may be the recipient too. */
    void deliver(Message message, @Nullable Device sender) {
        for (PhoneNumber recipient : message.recipients()) {
            if (recipient.equals(message.from())) {
                continue;
            }
            for (Device device : phones.of(recipient).devices()) {
                lines.push(device.id(), message.id(), incoming(message));
            }
        }
        for (Device device : phones.of(message.from()).devices()) {
            if (!device.equals(sender)) {
                lines.push(device.id(), message.id(), own(message));
            }
        }
    }

    /** Tells the sender's devices how far a message got. */
    void acknowledge(Message message) {
        Frame frame = Frame.of("ack")
                .with("id", message.id())
                .with("chat", message.chat())
                .with("ack", message.ack())
                .with("participant", participantOf(message));
        for (Device device : phones.of(message.from()).devices()) {
            lines.push(device.id(), "ack:" + message.ack() + ":" + message.id(), frame);
        }
    }

    /** A group's receipt names a member; here the first one stands for all. */
    private @Nullable String participantOf(Message message) {
        boolean group = message.to() instanceof Address.Group;
        return group && !message.recipients().isEmpty()
                ? addressOf(message.recipients().getFirst())
                : null;
    }

    private Frame incoming(Message message) {
        String sender = addressOf(message.from());
        boolean group = message.to() instanceof Address.Group;
        Map<String, @Nullable Object> fields = fields(message, false);
        fields.put("chat", group ? message.to().wid() : sender);
        fields.put("from", group ? message.to().wid() : sender);
        fields.put("author", group ? sender : null);
        return Frame.of("message").with("message", fields);
    }

    private Frame own(Message message) {
        Map<String, @Nullable Object> fields = fields(message, true);
        fields.put("chat", message.chat());
        fields.put("to", message.chat());
        fields.put("author", message.to() instanceof Address.Group ? new Address.Person(message.from()).lid() : null);
        return Frame.of("message").with("message", fields);
    }

    private Map<String, @Nullable Object> fields(Message message, boolean fromMe) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", message.id());
        fields.put("fromMe", fromMe);
        fields.put("t", message.at().getEpochSecond());
        fields.put("ack", message.ack());
        fields.put("notifyName", phones.of(message.from()).name());
        fields.put("pn", new Address.Person(message.from()).wid());
        fields.put("lid", new Address.Person(message.from()).lid());
        message.content().writeTo(fields);
        return fields;
    }
}
