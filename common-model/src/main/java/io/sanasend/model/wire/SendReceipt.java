package io.sanasend.model.wire;

import io.sanasend.model.message.Ack;
import io.sanasend.model.message.WaMessageId;
import java.time.Instant;

/**
 * What WhatsApp made of a message.
 *
 * @param chatId the chat it went to, as the page resolved it ({@code …@c.us}, {@code …@lid}, {@code …@g.us})
 * @param timestamp WhatsApp's own time of the message, in whole seconds
 */
public record SendReceipt(WaMessageId waMessageId, Ack ack, String chatId, Instant timestamp) {

    @Override
    public String toString() {
        return "SendReceipt[" + waMessageId + ", ack=" + ack.level() + "]";
    }
}
