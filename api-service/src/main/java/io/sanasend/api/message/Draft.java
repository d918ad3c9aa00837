package io.sanasend.api.message;

import io.sanasend.api.media.MediaStore;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.message.Recipient;
import io.sanasend.model.message.WaMessageId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A message that is checked and about to be accepted.
 *
 * @param waMessageId chosen now: the same id twice is one message, whatever happens to an attempt
 * @param session id or name of the session to send from; the primary if absent
 * @param validity for how long its number may be unable to send before it is too late, in whole seconds
 * @param file the stored file of a media message
 * @param key by which its caller may repeat the request
 */
record Draft(
        long userId,
        WaMessageId waMessageId,
        Recipient recipient,
        OutboundMessage message,
        @Nullable String session,
        @Nullable String reference,
        Duration validity,
        MediaStore.@Nullable Kept file,
        @Nullable IdempotencyKey key) {

    /** The key as its caller chose it. */
    @Nullable
    String keyValue() {
        return key == null ? null : key.value();
    }
}
