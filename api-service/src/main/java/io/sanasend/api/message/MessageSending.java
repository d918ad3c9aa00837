package io.sanasend.api.message;

import io.sanasend.api.problem.ProblemType;
import io.sanasend.model.message.MessageStatus;
import io.sanasend.model.message.WaMessageId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
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
                return standing(draft, accepted, MessageStatus.QUEUED, null);
            }
            return switch (listener.await(wait).orElse(null)) {
                case Settlements.Fate.Taken(MessageStatus status, Instant at) -> standing(draft, accepted, status, at);
                case Settlements.Fate.Failed(ProblemType code) -> throw new SendFailed(code, accepted.messageId());
                // Another replica may have settled it, of which nobody here was told.
                case null ->
                    log.standing(draft.userId(), accepted.messageId())
                            .orElseThrow()
                            .orThrow();
            };
        }
    }

    private static Standing standing(Draft draft, Accepted accepted, MessageStatus status, @Nullable Instant sentAt) {
        return new Standing(
                accepted.messageId(),
                accepted.session(),
                draft.waMessageId(),
                status,
                sentAt,
                null,
                draft.file() != null);
    }
}
