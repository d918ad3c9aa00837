package io.sanasend.api.message;

import io.sanasend.api.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Works off the messages of one session, oldest first: claim, attempt, settle. Called by one thread per session at a
 * time. A crash between any two steps leaves the head marked as being attempted, and the next claim looks it up before
 * it is sent again.
 */
@ApplicationScoped
class Lane {

    private static final Logger LOG = Logger.getLogger(Lane.class);

    private final MessageQueue queue;
    private final StatusLadder statuses;
    private final Delivery delivery;
    private final Settlements settlements;
    private final MessageConfig config;
    private final Clock clock;

    Lane(
            MessageQueue queue,
            StatusLadder statuses,
            Delivery delivery,
            Settlements settlements,
            MessageConfig config,
            Clock clock) {
        this.queue = queue;
        this.statuses = statuses;
        this.delivery = delivery;
        this.settlements = settlements;
        this.config = config;
        this.clock = clock;
    }

    /** What is to be done next with a lane. */
    sealed interface Next {

        /** The head is settled; there may be another. */
        record Go() implements Next {}

        /** There is nothing to do until somebody says so. */
        record Rest() implements Next {}

        /** The head is to be tried again after that time. */
        record Pause(Duration time) implements Next {}
    }

    /** Takes the head one attempt further. */
    Next step(long sessionRow, boolean atOnce) {
        return switch (queue.claim(sessionRow, atOnce)) {
            case Claim.Nothing() -> new Next.Rest();
            case Claim.Withdrawn() -> new Next.Go();
            case Claim.Orphan orphan -> {
                ProblemType code = orphan.attempted() ? ProblemType.DELIVERY_UNKNOWN : ProblemType.SESSION_DELETED;
                fail(orphan.messageId(), orphan.waMessageId().value(), code);
                yield new Next.Go();
            }
            case Claim.Head head -> settle(sessionRow, head, delivery.attempt(head));
        };
    }

    private Next settle(long sessionRow, Claim.Head head, DeliveryOutcome outcome) {
        return switch (outcome) {
            case DeliveryOutcome.Taken(var status, Instant at) -> {
                statuses.advance(head.messageId(), status, at);
                settlements.tell(head.waMessageId().value(), new Settlements.Fate.Taken(status, at));
                yield new Next.Go();
            }
            case DeliveryOutcome.Refused(ProblemType code) -> {
                fail(head.messageId(), head.waMessageId().value(), code);
                yield new Next.Go();
            }
            case DeliveryOutcome.Open open ->
                givenUp(head, open)
                        .<Next>map(code -> {
                            fail(head.messageId(), head.waMessageId().value(), code);
                            return new Next.Go();
                        })
                        .orElseGet(() -> pause(sessionRow, head, open));
        };
    }

    private Next pause(long sessionRow, Claim.Head head, DeliveryOutcome.Open open) {
        Duration time = pauseAfter(head.attempts());
        LOG.infof("Message %d stays open (%s); next attempt in %s", head.messageId(), open.obstacle(), time);
        statuses.pause(
                sessionRow,
                head.messageId(),
                open.obstacle(),
                open.setback(),
                clock.instant().plus(time));
        return new Next.Pause(time);
    }

    /** A message that a connected page never takes must not block those behind it for ever. */
    private Optional<ProblemType> givenUp(Claim.Head head, DeliveryOutcome.Open open) {
        if (!open.setback() || head.setbacks() + 1 < config.maxSetbacks()) {
            return Optional.empty();
        }
        boolean certainlyNotOut = open.obstacle().equals("MESSAGE_DEFERRED");
        return Optional.of(certainlyNotOut ? ProblemType.MESSAGE_REFUSED : ProblemType.DELIVERY_UNKNOWN);
    }

    private void fail(long messageId, String waMessageId, ProblemType code) {
        statuses.fail(messageId, code);
        settlements.tell(waMessageId, new Settlements.Fate.Failed(code));
    }

    private Duration pauseAfter(int attempts) {
        Duration pause = config.firstPause().multipliedBy(1L << Math.min(attempts - 1, 16));
        return pause.compareTo(config.longestPause()) < 0 ? pause : config.longestPause();
    }
}
