package io.sanasend.api.message;

import io.sanasend.api.problem.ProblemType;
import io.sanasend.model.message.MessageStatus;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.session.SessionId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Moves stored messages along their statuses, only ever forward: each statement names the statuses it may start from, so
 * that receipts and acks may come twice, late and in any order.
 */
@ApplicationScoped
class StatusLadder {

    private final EntityManager database;
    private final Clock clock;
    private final Event<MessageSettled> settlements;

    StatusLadder(EntityManager database, Clock clock, Event<MessageSettled> settlements) {
        this.database = database;
        this.clock = clock;
        this.settlements = settlements;
    }

    /** What becomes of a row that WhatsApp has; of a status that is already further nothing is taken back. */
    static final String ADVANCE = """
            SET status = :status, error_code = NULL, error_message = NULL, unconfirmed = FALSE,
                sent_at = COALESCE(sent_at, :at), settled_at = COALESCE(settled_at, :now),
                delivered_at = CASE WHEN :delivered THEN COALESCE(delivered_at, :at) END,
                read_at = CASE WHEN :read THEN COALESCE(read_at, :at) END,
                next_look_up_at = CASE WHEN NOT :delivered
                    THEN clock_timestamp() + :firstLookUp * interval '1 millisecond' END""";

    /** Of a row that was moved by that: whether it was open until now. */
    static final String SETTLED_NOW = "settled_at = :now AS settled_now";

    /** WhatsApp has the message, and maybe more; a status that is already further stays. */
    @Transactional
    boolean advance(long messageId, MessageStatus status, Instant at) {
        return isMoved(advance("id = :id", status, at).setParameter("id", messageId), status);
    }

    /** The same for a message that a worker names; false if nothing was moved. */
    @Transactional
    boolean advance(SessionId session, String waMessageId, MessageStatus status, Instant at) {
        String condition = "wa_message_id = :waId AND session_id = (SELECT id FROM sessions WHERE wire_id = :session)";
        Query advance = advance(condition, status, at)
                .setParameter("waId", waMessageId)
                .setParameter("session", session.value());
        return isMoved(advance, status);
    }

    private boolean isMoved(Query advance, MessageStatus status) {
        List<?> moved = advance.getResultList();
        if (moved.contains(true)) {
            settlements.fire(new MessageSettled(status, null));
        }
        return !moved.isEmpty();
    }

    private Query advance(String condition, MessageStatus status, Instant at) {
        return advancing(
                database.createNativeQuery("""
                WITH moved AS (
                    UPDATE messages %s
                    WHERE %s AND status IN (:before)
                    RETURNING id, %s
                ), history AS (
                    INSERT INTO message_events (message_id, status, at) SELECT id, :status, :at FROM moved
                )
                SELECT settled_now FROM moved""".formatted(ADVANCE, condition, SETTLED_NOW), Boolean.class), status, at);
    }

    /** Sets what {@link #ADVANCE} needs, and {@code before}. */
    <Q extends Query> Q advancing(Q query, MessageStatus status, Instant at) {
        query.setParameter("status", status.wireName())
                .setParameter("before", statusesBefore(status))
                .setParameter("delivered", status != MessageStatus.SENT)
                .setParameter("read", status == MessageStatus.READ)
                .setParameter("at", at)
                .setParameter("now", clock.instant())
                .setParameter("firstLookUp", Stage.FIRST.toMillis());
        return query;
    }

    /** A message that was withdrawn, and the lane it was in. */
    record Withdrawn(WaMessageId waMessageId, long sessionRow) {}

    /** Withdraws a message that was never attempted; empty if there is none of that id, or it is too late. */
    @Transactional
    Optional<Withdrawn> cancel(long userId, long messageId) {
        List<?> rows = database.createNativeQuery("""
                WITH moved AS (
                    UPDATE messages
                    SET status = 'cancelled', error_code = :code, error_message = :text, settled_at = :now
                    WHERE id = :id AND user_id = :user AND status = 'queued' AND attempts = 0
                    RETURNING id, wa_message_id, session_id
                ), history AS (
                    INSERT INTO message_events (message_id, status, at) SELECT id, 'cancelled', :now FROM moved
                )
                SELECT wa_message_id, session_id FROM moved""", Tuple.class)
                .setParameter("id", messageId)
                .setParameter("user", userId)
                .setParameter("code", ProblemType.MESSAGE_CANCELLED.name())
                .setParameter("text", ProblemType.MESSAGE_CANCELLED.title())
                .setParameter("now", clock.instant())
                .getResultList();
        rows.forEach(_ -> settlements.fire(new MessageSettled(MessageStatus.CANCELLED, ProblemType.MESSAGE_CANCELLED)));
        return rows.stream()
                .map(Tuple.class::cast)
                .map(row -> new Withdrawn(new WaMessageId(row.get(0, String.class)), row.get(1, Long.class)))
                .findFirst();
    }

    static List<String> statusesBefore(MessageStatus next) {
        return Arrays.stream(MessageStatus.values())
                .filter(status -> status.canBecome(next))
                .map(MessageStatus::wireName)
                .toList();
    }
}
