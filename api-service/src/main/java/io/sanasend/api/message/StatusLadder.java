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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /** What becomes of a row that WhatsApp has since then; of a status that is already further nothing is taken back. */
    private static String advanced(String at) {
        return """
            SET status = :status, error_code = NULL, error_message = NULL, unconfirmed = FALSE,
                sent_at = COALESCE(sent_at, %1$s), settled_at = COALESCE(settled_at, :now),
                delivered_at = CASE WHEN :delivered THEN COALESCE(delivered_at, %1$s) END,
                read_at = CASE WHEN :read THEN COALESCE(read_at, %1$s) END,
                next_look_up_at = CASE WHEN NOT :delivered
                    THEN clock_timestamp() + :firstLookUp * interval '1 millisecond' END""".formatted(at);
    }

    /** For one row, since {@code :at}. */
    static final String ADVANCE = advanced(":at");

    /** Of a row that was moved by that: whether it was open until now. */
    static final String SETTLED_NOW = "settled_at = :now AS settled_now";

    private static final String ADVANCE_ONE = """
            WITH moved AS (
                UPDATE messages %s WHERE id = :id AND status IN (:before) RETURNING id, %s
            ), history AS (
                INSERT INTO message_events (message_id, status, at) SELECT id, :status, :at FROM moved
            )
            SELECT settled_now FROM moved""".formatted(ADVANCE, SETTLED_NOW);

    /** Locked in the order of their ids, so that nobody waits in a circle. */
    private static final String ADVANCE_ALL = """
            WITH told AS (
                SELECT m.id, t.at
                FROM unnest(CAST(:sessions AS text[]), CAST(:waIds AS text[]), CAST(:times AS timestamptz[]))
                    AS t (wire_id, wa_message_id, at)
                JOIN messages m ON m.wa_message_id = t.wa_message_id
                JOIN sessions s ON s.id = m.session_id AND s.wire_id = t.wire_id
                ORDER BY m.id FOR NO KEY UPDATE OF m
            ), moved AS (
                UPDATE messages m %s
                FROM told WHERE m.id = told.id AND m.status IN (:before)
                RETURNING m.id, m.wa_message_id, told.at, m.%s
            ), history AS (
                INSERT INTO message_events (message_id, status, at) SELECT id, :status, at FROM moved ORDER BY id
            )
            SELECT wa_message_id, at, settled_now FROM moved""".formatted(advanced("told.at"), SETTLED_NOW);

    /** WhatsApp has the message, and maybe more; a status that is already further stays. */
    @Transactional
    void advance(long messageId, MessageStatus status, Instant at) {
        List<?> settled = advancing(database.createNativeQuery(ADVANCE_ONE, Boolean.class), status)
                .setParameter("id", messageId)
                .setParameter("at", at)
                .getResultList();
        settled.forEach(now -> tell(now, status));
    }

    /**
     * That a message got further, as a worker tells it.
     *
     * @param waMessageId whatever the page called it; what is no id of ours is nobody's
     * @param at when it got that far
     */
    record Step(SessionId session, @Nullable String waMessageId, Instant at) {}

    /** Moves all of those messages to the same status, in one statement; answers those that moved, with their times. */
    @Transactional
    Map<String, Instant> advance(MessageStatus status, List<Step> steps) {
        List<?> rows = advancing(database.createNativeQuery(ADVANCE_ALL, Tuple.class), status)
                .setParameter(
                        "sessions", Columns.of(steps, step -> step.session().value(), String[]::new))
                .setParameter("waIds", Columns.of(steps, Step::waMessageId, String[]::new))
                .setParameter("times", Columns.of(steps, step -> step.at().toString(), String[]::new))
                .getResultList();
        Map<String, Instant> moved = new HashMap<>();
        for (Object row : rows) {
            Tuple tuple = (Tuple) row;
            moved.put(tuple.get("wa_message_id", String.class), tuple.get("at", Instant.class));
            tell(tuple.get("settled_now"), status);
        }
        return moved;
    }

    /** An ack may come before the answer to its attempt, and then settles its message. */
    private void tell(@Nullable Object settledNow, MessageStatus status) {
        if (Boolean.TRUE.equals(settledNow)) {
            settlements.fire(new MessageSettled(status, null));
        }
    }

    /** Sets what {@link #ADVANCE} needs, and {@code before}; all but {@code at}. */
    <Q extends Query> Q advancing(Q query, MessageStatus status) {
        query.setParameter("status", status.wireName())
                .setParameter("before", statusesBefore(status))
                .setParameter("delivered", status != MessageStatus.SENT)
                .setParameter("read", status == MessageStatus.READ)
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
