package io.sanasend.api.message;

import io.micrometer.core.annotation.Timed;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.model.message.MessageStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settles the head of a lane, and claims the next one in the same commit: two statements, of which the first locks the
 * lane's row, so that the second sees whatever was appended until then. A holder whose lane was claimed again changes
 * nothing of the lane.
 */
@ApplicationScoped
class LaneSettlement {

    /** The lane, if the replica still has it; locked until the end of the transaction. */
    private static final String LANE = """
            lane AS (
                SELECT session_id FROM lanes
                WHERE session_id = :lane AND holder = :holder AND fence = :fence FOR UPDATE
            )""";

    private final EntityManager database;
    private final StatusLadder statuses;
    private final NextHead nextHead;
    private final Clock clock;
    private final Event<MessageSettled> settlements;

    LaneSettlement(
            EntityManager database,
            StatusLadder statuses,
            NextHead nextHead,
            Clock clock,
            Event<MessageSettled> settlements) {
        this.database = database;
        this.statuses = statuses;
        this.nextHead = nextHead;
        this.clock = clock;
        this.settlements = settlements;
    }

    /** How the lane stands after a settlement. */
    sealed interface Lane {

        /** This replica has it, and the next head is marked as being attempted. */
        record Held(Claim.Head next) implements Lane {}

        /** Nobody has it: there is no head, or it may not go now. It is due after that time, or when something happens. */
        record Released(Optional<Duration> dueIn) implements Lane {}

        /** Somebody else has it. */
        record Lost() implements Lane {}
    }

    /**
     * WhatsApp has the head. That counts even if the lane was lost: a status only moves forward.
     *
     * @param rest for which the next head is to wait
     * @param goOn whether the next head is to be claimed
     */
    @Timed(
            value = "sanasend.lane.settle",
            percentiles = {0.5, 0.99})
    @Transactional
    Lane taken(Claim.Head head, DeliveryOutcome.Taken outcome, Duration rest, boolean goOn) {
        Query query = database.createNativeQuery(
                """
                WITH %s, moved AS (
                    UPDATE messages %s
                    FROM lane WHERE id = :id AND status IN (:before)
                    RETURNING id, %s
                ), history AS (
                    INSERT INTO message_events (message_id, status, at) SELECT id, :status, :at FROM moved
                )
                SELECT COALESCE((SELECT settled_now FROM moved), FALSE) FROM lane""".formatted(LANE, StatusLadder.ADVANCE, StatusLadder.SETTLED_NOW), Boolean.class);
        statuses.advancing(query, outcome.status()).setParameter("at", outcome.at());
        List<?> settled = ofLane(query.setParameter("id", head.messageId()), head.hold());
        if (!settled.isEmpty()) {
            tell(settled, new MessageSettled(outcome.status(), null));
            return next(head.hold(), rest, goOn);
        }
        statuses.advance(head.messageId(), outcome.status(), outcome.at());
        return new Lane.Lost();
    }

    /** The head will not go out. */
    @Transactional
    Lane failed(Claim.Head head, ProblemType code, Duration rest, boolean goOn) {
        Query query = database.createNativeQuery("""
                WITH %s, moved AS (
                    UPDATE messages SET status = 'failed', error_code = :code, error_message = :text,
                        settled_at = :now, unconfirmed = unconfirmed AND :unknown
                    FROM lane WHERE id = :id AND status IN (:before)
                    RETURNING id
                ), history AS (
                    INSERT INTO message_events (message_id, status, at, detail)
                    SELECT id, 'failed', :now, :code FROM moved
                )
                SELECT EXISTS (SELECT FROM moved) FROM lane""".formatted(LANE), Boolean.class)
                .setParameter("id", head.messageId())
                .setParameter("code", code.name())
                .setParameter("text", code.title())
                .setParameter("unknown", code == ProblemType.DELIVERY_UNKNOWN)
                .setParameter("before", StatusLadder.statusesBefore(MessageStatus.FAILED))
                .setParameter("now", clock.instant());
        List<?> settled = ofLane(query, head.hold());
        tell(settled, new MessageSettled(MessageStatus.FAILED, code));
        return settled.isEmpty() ? new Lane.Lost() : next(head.hold(), rest, goOn);
    }

    /** An ack may have settled the head before. */
    private void tell(List<?> settled, MessageSettled message) {
        if (settled.contains(true)) {
            settlements.fire(message);
        }
    }

    /**
     * The head stays where it is, and anybody may take it after the pause.
     *
     * @param rest for which nothing goes out from the number, whatever happens
     */
    @Transactional
    void open(Claim.Head head, DeliveryOutcome.Open outcome, Duration pause, Duration rest) {
        database.createNativeQuery("""
                WITH %s, kept AS (
                    UPDATE messages SET error_code = :obstacle, setbacks = setbacks + :setback,
                        unconfirmed = unconfirmed AND :unknown
                    FROM lane WHERE id = :id AND status = 'sending'
                )
                UPDATE lanes l SET holder = NULL, rest_until = %s,
                    due_at = clock_timestamp() + :pause * interval '1 millisecond'
                FROM lane WHERE l.session_id = lane.session_id""".formatted(LANE, NextHead.REST_UNTIL))
                .setParameter("lane", head.hold().sessionRow())
                .setParameter("holder", head.hold().holder())
                .setParameter("fence", head.hold().fence())
                .setParameter("id", head.messageId())
                .setParameter("obstacle", outcome.obstacle())
                .setParameter("setback", outcome.setback() ? 1 : 0)
                .setParameter("unknown", outcome instanceof DeliveryOutcome.Unknown)
                .setParameter("pause", pause.toMillis())
                .setParameter("rest", rest.toMillis())
                .executeUpdate();
    }

    /** Gives the lane back, if the replica still has it, and changes nothing else; anybody may take it after the pause. */
    @Transactional
    void letGo(Hold hold, Duration pause) {
        database.createNativeQuery("""
                UPDATE lanes SET holder = NULL, due_at = clock_timestamp() + :pause * interval '1 millisecond'
                WHERE session_id = :lane AND holder = :holder AND fence = :fence""")
                .setParameter("lane", hold.sessionRow())
                .setParameter("holder", hold.holder())
                .setParameter("fence", hold.fence())
                .setParameter("pause", pause.toMillis())
                .executeUpdate();
    }

    /** Locks the lane until the end of the transaction; false if the replica has it no more. */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean hold(Hold hold) {
        Query lane = database.createNativeQuery("WITH " + LANE + " SELECT session_id FROM lane", Long.class);
        return !ofLane(lane, hold).isEmpty();
    }

    /** One row, or none if the replica has the lane no more. */
    private static List<?> ofLane(Query query, Hold hold) {
        return query.setParameter("lane", hold.sessionRow())
                .setParameter("holder", hold.holder())
                .setParameter("fence", hold.fence())
                .getResultList();
    }

    /** To be called with the lane held and its present head settled. */
    @Transactional(Transactional.TxType.MANDATORY)
    Lane next(Hold hold, Duration rest, boolean goOn) {
        return switch (nextHead.claim(hold, rest, goOn)) {
            case NextHead.Found.Head(Claim.Head next) -> new Lane.Held(next);
            case NextHead.Found.Later(Optional<Duration> dueIn) -> new Lane.Released(dueIn);
        };
    }
}
