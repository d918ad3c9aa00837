package io.sanasend.api.message;

import io.sanasend.api.message.SentUnheard.Due;
import io.sanasend.api.problem.DatabaseOutage;
import io.sanasend.api.schedule.ScheduledWork;
import io.sanasend.api.schedule.Turn;
import io.sanasend.api.worker.WorkerAnswer;
import io.sanasend.api.worker.WorkerClient;
import io.sanasend.model.message.Ack;
import io.sanasend.model.message.MessageStatus;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.wire.SendReceipt;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Looks up messages that were sent and of which nothing was heard since, at the times of {@link Stage}: an ack may have been
 * lost. One at a time for each session, on a thread of its own, with a bound on sessions; a session whose worker does not
 * answer is left alone until the next run. Asking changes nothing at WhatsApp, so it does no harm if two replicas do.
 */
@ApplicationScoped
class LookUps implements ScheduledWork {

    private static final Logger LOG = Logger.getLogger(LookUps.class);
    private static final int BATCH = 500;
    private static final int MOST_SESSIONS = 64;

    private final SentUnheard unheard;
    private final StatusLadder statuses;
    private final WorkerClient worker;
    private final Clock clock;
    private final Set<SessionId> busy = ConcurrentHashMap.newKeySet();

    LookUps(SentUnheard unheard, StatusLadder statuses, WorkerClient worker, Clock clock) {
        this.unheard = unheard;
        this.statuses = statuses;
        this.worker = worker;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "message-look-ups";
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(15);
    }

    @Override
    public String run(Turn turn) {
        return lookUpDue() + " messages to be looked up";
    }

    /** Begins to look up what is due. What there is no room for now is due again after a while, like all of it; answers how many. */
    int lookUpDue() {
        List<Due> all = unheard.claim(BATCH);
        Map<SessionId, List<Due>> sessions = all.stream().collect(Collectors.groupingBy(Due::session));
        sessions.forEach((session, due) -> {
            if (busy.size() < MOST_SESSIONS && busy.add(session)) {
                Thread.ofVirtual().name("look-ups-" + session).start(() -> lookUp(session, due));
            }
        });
        return all.size();
    }

    /** Nothing is being looked up. */
    boolean isAtRest() {
        return busy.isEmpty();
    }

    private void lookUp(SessionId session, List<Due> messages) {
        try {
            for (Due message : messages) {
                if (!lookUp(message)) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            // The top of a session's thread; the rest is due again later.
            if (DatabaseOutage.isBehind(e)) {
                LOG.warnf("Look-ups of session %s end: the database does not answer", session);
            } else {
                LOG.errorf(e, "Look-ups of session %s end", session);
            }
        } finally {
            busy.remove(session);
        }
    }

    /** Answers whether the session answers look-ups now. */
    private boolean lookUp(Due message) {
        return switch (worker.lookUp(message.session(), message.waMessageId(), message.fence())) {
            case WorkerAnswer.Given<SendReceipt>(SendReceipt receipt) -> {
                if (receipt.ack().atLeast(Ack.DELIVERED)) {
                    // The receipt has the time of the message; that of the ack is not known, but it was by now.
                    statuses.advance(message.messageId(), MessageStatus.ofAck(receipt.ack()), clock.instant());
                } else {
                    unheard.schedule(message);
                }
                yield true;
            }
            case WorkerAnswer.Refused<SendReceipt>(WorkerErrorCode code, String _) -> {
                if (code == WorkerErrorCode.MESSAGE_NOT_FOUND) {
                    unheard.schedule(message);
                }
                yield code == WorkerErrorCode.MESSAGE_NOT_FOUND || code == WorkerErrorCode.FENCED;
            }
            case WorkerAnswer.Away<SendReceipt> _ -> false;
        };
    }
}
