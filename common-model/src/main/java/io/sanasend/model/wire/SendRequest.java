package io.sanasend.model.wire;

import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.message.Recipient;
import io.sanasend.model.message.WaMessageId;

/**
 * Asks a worker to send one message.
 *
 * @param waMessageId chosen and stored by the api before the first attempt
 * @param fence the dispatcher's fencing number; a worker refuses a lower one than it has seen for the session
 */
public record SendRequest(WaMessageId waMessageId, long fence, Recipient recipient, OutboundMessage message) {
    public SendRequest {
        if (fence < 0) {
            throw new IllegalArgumentException("fence is not negative");
        }
    }
}
