package io.sanasend.model.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that arrived at a linked number.
 *
 * @param waMessageId WhatsApp's id part; any non-empty text, since other clients choose other forms
 * @param chatId the chat as WhatsApp names it: {@code …@c.us}, {@code …@g.us} or {@code …@lid}
 * @param phone the sender's number in digits where it is known
 * @param type WhatsApp's name of the kind: {@code chat}, {@code image}, {@code document}, …
 * @param body the text or caption
 */
public record InboundMessage(
        String waMessageId,
        String chatId,
        @Nullable String phone,
        String type,
        @Nullable String body,
        Instant timestamp) {

    @Override
    public String toString() {
        return "InboundMessage[" + waMessageId + ", " + type + "]";
    }
}
