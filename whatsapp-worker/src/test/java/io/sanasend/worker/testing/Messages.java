package io.sanasend.worker.testing;

import io.sanasend.model.message.InboundMessage;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.message.Recipient;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.wire.SendRequest;
import java.time.Instant;

/** Messages whose content does not matter to the test. */
public final class Messages {

    private Messages() {}

    /** A valid id for each number. */
    public static WaMessageId id(int number) {
        return new WaMessageId("3EB0%018X".formatted(number));
    }

    public static SendRequest text(int number, long fence) {
        return new SendRequest(id(number), fence, new Recipient("4915112345678"), new OutboundMessage.Text("Hello"));
    }

    public static InboundMessage inbound(String waMessageId) {
        return new InboundMessage(
                waMessageId,
                "4915187654321@c.us",
                "4915187654321",
                "chat",
                "Hi",
                Instant.parse("2026-01-01T00:00:00Z"));
    }
}
