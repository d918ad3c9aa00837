package io.sanasend.api.message;

import io.sanasend.api.media.MediaStore;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.usage.UsageDays;
import io.sanasend.model.message.MessageStatus;
import io.sanasend.model.session.SessionId;
import jakarta.enterprise.context.ApplicationScoped;

/** What an owner may still decide about a message: to withdraw it before its first attempt, and to have it tried anew. */
@ApplicationScoped
class Reconsideration {

    private final StatusLadder statuses;
    private final MessageReturn messages;
    private final MessageLog log;
    private final MediaStore media;
    private final Dispatcher dispatcher;
    private final Settlements settlements;
    private final UsageDays usage;

    Reconsideration(
            StatusLadder statuses,
            MessageReturn messages,
            MessageLog log,
            MediaStore media,
            Dispatcher dispatcher,
            Settlements settlements,
            UsageDays usage) {
        this.statuses = statuses;
        this.messages = messages;
        this.log = log;
        this.media = media;
        this.dispatcher = dispatcher;
        this.settlements = settlements;
        this.usage = usage;
    }

    /**
     * Withdraws the message. Whoever waits for it is told.
     *
     * @throws ApiException 404 if the user has no such message, 409 if it is not queued or was attempted
     */
    void cancel(long userId, long messageId) {
        StatusLadder.Withdrawn withdrawn = statuses.cancel(userId, messageId).orElseThrow(() -> {
            MessageStatus status = standing(userId, messageId).status();
            return new ApiException(
                    ProblemType.MESSAGE_NOT_CANCELLABLE,
                    "Only a queued message that was never attempted can be cancelled; this one is "
                            + (status == MessageStatus.QUEUED ? "queued again." : status.wireName() + "."));
        });
        settlements.tell(withdrawn.waMessageId().value(), new Settlements.Fate.Failed(ProblemType.MESSAGE_CANCELLED));
        // It may have been the head, and those behind it waited.
        dispatcher.wake();
    }

    /**
     * Has the message tried anew, under the same ids; what became of earlier attempts is looked up first.
     *
     * @throws ApiException 404 if the user has no such message, or it is about to be removed for its age; 409 if it did not fail or expire, its session was deleted
     *     or cannot take messages, or its file is gone
     */
    void retry(long userId, long messageId) {
        Standing standing = standing(userId, messageId);
        if (standing.status() != MessageStatus.FAILED && standing.status() != MessageStatus.EXPIRED) {
            throw notRetryable("Only a failed or expired message can be tried anew; this one is "
                    + standing.status().wireName() + ".");
        }
        if (log.fileOf(userId, messageId).filter(file -> !media.has(file.key())).isPresent()) {
            throw notRetryable("Its file is not kept any more; send it as a new message.");
        }
        requeue(userId, messageId, standing.session());
        dispatcher.wake();
    }

    private long requeue(long userId, long messageId, SessionId session) {
        try {
            return messages.requeue(userId, messageId, session)
                    .orElseThrow(() -> usage.isSealed(messageId)
                            ? notFound()
                            : notRetryable("It is being tried anew already, or its file is not kept any more."));
        } catch (ApiException refusal) {
            if (refusal.type() == ProblemType.SESSION_NOT_FOUND) {
                throw notRetryable("Its session was deleted; send it as a new message.");
            }
            throw refusal;
        }
    }

    private Standing standing(long userId, long messageId) {
        return log.standing(userId, messageId).orElseThrow(Reconsideration::notFound);
    }

    private static ApiException notFound() {
        return new ApiException(ProblemType.MESSAGE_NOT_FOUND, "There is no such message.");
    }

    private static ApiException notRetryable(String detail) {
        return new ApiException(ProblemType.MESSAGE_NOT_RETRYABLE, detail);
    }
}
