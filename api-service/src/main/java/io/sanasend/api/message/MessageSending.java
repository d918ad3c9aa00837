package io.sanasend.api.message;

import io.sanasend.api.problem.ProblemType;
import io.sanasend.model.message.MessageStatus;
import io.sanasend.model.message.WaMessageId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Accepts a message, wakes its lane, and waits for its fate as long as its caller wants to. */
@ApplicationScoped
class MessageSending {

    private static final int RANDOM_BYTES = 9;

    private final MessageQueue queue;
    private final MessageLog log;
    private final Dispatcher dispatcher;
    private final Settlements settlements;
    private final RandomGenerator random;

    MessageSending(
            MessageQueue queue,
            MessageLog log,
            Dispatcher dispatcher,
            Settlements settlements,
            RandomGenerator random) {
        this.queue = queue;
        this.log = log;
        this.dispatcher = dispatcher;
        this.settlements = settlements;
        this.random = random;
    }

    /** An id for a new message. */
    WaMessageId newId() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new WaMessageId("3EB0" + HexFormat.of().withUpperCase().formatHex(bytes));
    }

    /**
     * Where a message stands.
     *
     * @param sentAt WhatsApp's time of it, once WhatsApp has it
     */
    record Standing(
            Accepted accepted,
            WaMessageId waMessageId,
            MessageStatus status,
            @Nullable Instant sentAt) {}

    /**
     * Sends the message.
     *
     * @param wait zero to answer as soon as it is stored
     * @throws SendFailed if it is stored, and failed within that time
     */
    Standing send(Draft draft, Duration wait) {
        try (Settlements.Listener listener = settlements.listenFor(draft.waMessageId())) {
            Accepted accepted = queue.accept(draft);
            dispatcher.wake(accepted.sessionRow());
            if (wait.isZero()) {
                return new Standing(accepted, draft.waMessageId(), MessageStatus.QUEUED, null);
            }
            Optional<Settlements.Fate> fate = listener.await(wait);
            return fate.isPresent() ? standing(draft, accepted, fate.get()) : stored(draft, accepted);
        }
    }

    private static Standing standing(Draft draft, Accepted accepted, Settlements.Fate fate) {
        return switch (fate) {
            case Settlements.Fate.Taken(MessageStatus status, Instant at) ->
                new Standing(accepted, draft.waMessageId(), status, at);
            case Settlements.Fate.Failed(ProblemType code) -> throw new SendFailed(code, accepted.messageId());
        };
    }

    /** Another replica may have settled it, of which nobody here was told. */
    private Standing stored(Draft draft, Accepted accepted) {
        StoredMessage message = log.one(draft.userId(), accepted.messageId()).orElseThrow();
        if (message.status() == MessageStatus.FAILED) {
            throw new SendFailed(ProblemType.valueOf(message.errorCode()), accepted.messageId());
        }
        return new Standing(accepted, draft.waMessageId(), message.status(), message.sentAt());
    }
}
