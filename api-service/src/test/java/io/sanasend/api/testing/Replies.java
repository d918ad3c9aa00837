package io.sanasend.api.testing;

import io.sanasend.api.testing.StubWorker.Reply;
import io.sanasend.model.message.Ack;
import io.sanasend.model.message.Recipient;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.wire.PairingCode;
import io.sanasend.model.wire.SendReceipt;
import io.sanasend.model.wire.SendRequest;
import io.sanasend.model.wire.WorkerErrorCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Answers a {@link StubWorker} can be scripted with. */
public final class Replies {

    private Replies() {}

    /** WhatsApp's server took the message. */
    public static Reply taken(SendRequest request) {
        return receipt(request.waMessageId(), request.recipient(), Ack.SERVER);
    }

    public static Reply receipt(WaMessageId id, Recipient recipient, Ack ack) {
        return new Reply.Json(
                new SendReceipt(id, ack, recipient.chatId(), Instant.now().truncatedTo(ChronoUnit.SECONDS)));
    }

    public static Reply pairingCode(String code) {
        return new Reply.Json(new PairingCode(code, Instant.now().plusSeconds(180)));
    }

    public static Reply error(WorkerErrorCode code) {
        return new Reply.Error(code);
    }

    /** One after the other; the last for ever. */
    public static Function<SendRequest, Reply> inTurn(List<Function<SendRequest, Reply>> replies) {
        AtomicInteger turn = new AtomicInteger();
        return request -> replies.get(Math.min(turn.getAndIncrement(), replies.size() - 1))
                .apply(request);
    }
}
