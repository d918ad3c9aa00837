package io.sanasend.api.message;

import io.sanasend.api.limit.Allowance;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.model.message.MessageStatus;
import io.sanasend.model.message.WaMessageId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Accepts a message, wakes its lane, and waits for its fate as long as its caller wants to. */
@ApplicationScoped
class MessageSending {

    private static final int RANDOM_BYTES = 9;

    private final GroupCommit acceptances;
    private final IdempotencyKeys keys;
    private final MessageLog log;
    private final Dispatcher dispatcher;
    private final Settlements settlements;
    private final RandomGenerator random;

    MessageSending(
            GroupCommit acceptances,
            IdempotencyKeys keys,
            MessageLog log,
            Dispatcher dispatcher,
            Settlements settlements,
            RandomGenerator random) {
        this.acceptances = acceptances;
        this.keys = keys;
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
     * What came of a request.
     *
     * @param repeated an earlier request had sent the message; this one changed nothing
     * @param allowances what the limits of its user leave; empty if it was not looked
     */
    record Sent(Standing standing, boolean repeated, List<Allowance> allowances) {}

    /**
     * Sends the message, unless the same request did so before.
     *
     * @param wait zero to answer as soon as it is stored
     * @throws ApiException if it is not accepted; nothing is stored then, and nothing charged
     */
    Sent send(Draft draft, Duration wait) {
        try (Settlements.Listener listener = settlements.listenFor(draft.waMessageId())) {
            return switch (acceptances.accept(draft)) {
                case Acceptance.Refused(ApiException refusal) -> throw refusal;
                case Acceptance.Busy() -> throw AcceptGate.busy();
                case Acceptance.Repeated(long first, var allowances) -> repeated(draft.userId(), first, allowances);
                case Acceptance.Accepted accepted -> {
                    accepted.dueIn().ifPresent(dispatcher::wakeAfter);
                    yield new Sent(
                            wait.isZero() ? queued(draft, accepted) : await(listener, wait, draft, accepted),
                            false,
                            accepted.allowances());
                }
            };
        }
    }

    /** What an earlier request with the same key came to; empty if there is none. */
    Optional<Sent> repetitionOf(long userId, @Nullable IdempotencyKey key) {
        return Optional.ofNullable(key)
                .flatMap(known -> keys.messageOf(userId, known))
                .map(first -> repeated(userId, first, List.of()));
    }

    private Sent repeated(long userId, long messageId, List<Allowance> allowances) {
        return new Sent(stored(userId, messageId), true, allowances);
    }

    private Standing await(Settlements.Listener listener, Duration wait, Draft draft, Acceptance.Accepted accepted) {
        return switch (listener.await(wait).orElse(null)) {
            case Settlements.Fate.Taken(MessageStatus status, Instant at) ->
                standing(draft, accepted, status, at, null);
            case Settlements.Fate.Failed(ProblemType code) ->
                standing(draft, accepted, MessageStatus.FAILED, null, code.name());
            // It may be settled all the same, and nobody here was told.
            case null -> stored(draft.userId(), accepted.messageId());
        };
    }

    private Standing stored(long userId, long messageId) {
        return log.standing(userId, messageId).orElseThrow();
    }

    private static Standing queued(Draft draft, Acceptance.Accepted accepted) {
        return standing(draft, accepted, MessageStatus.QUEUED, null, null);
    }

    private static Standing standing(
            Draft draft,
            Acceptance.Accepted accepted,
            MessageStatus status,
            @Nullable Instant sentAt,
            @Nullable String errorCode) {
        return new Standing(
                accepted.messageId(),
                accepted.session(),
                draft.waMessageId(),
                status,
                sentAt,
                errorCode,
                draft.file() != null);
    }
}
