package io.sanasend.api.message;

import io.sanasend.api.audit.Audit;
import io.sanasend.api.audit.AuditAction;
import io.sanasend.api.audit.Facts;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.usage.UsageDays;
import io.sanasend.model.message.MessageStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator may do to the queue of a number. None of it sends a message twice or loses one without saying so. */
@ApplicationScoped
public class QueueRepair {

    /** Messages changed at once; a longer queue takes more calls. */
    public static final int BATCH = 1_000;

    private final EntityManager database;
    private final Dispatcher dispatcher;
    private final Settlements settlements;
    private final Audit audit;
    private final UsageDays usage;
    private final Clock clock;
    private final Event<MessageSettled> settled;

    QueueRepair(
            EntityManager database,
            Dispatcher dispatcher,
            Settlements settlements,
            Audit audit,
            UsageDays usage,
            Clock clock,
            Event<MessageSettled> settled) {
        this.database = database;
        this.dispatcher = dispatcher;
        this.settlements = settlements;
        this.audit = audit;
        this.usage = usage;
        this.clock = clock;
        this.settled = settled;
    }

    private boolean isPaused(long sessionRow) {
        List<?> rows = database.createNativeQuery(
                        "SELECT paused_at IS NOT NULL FROM lanes WHERE session_id = :session FOR UPDATE", Boolean.class)
                .setParameter("session", sessionRow)
                .getResultList();
        return rows.contains(true);
    }

    /** Has the number send nothing until it is resumed; what is under way is settled. Accepting goes on. */
    @Transactional
    public void pause(long sessionRow) {
        audit.recordChange(
                AuditAction.QUEUE_PAUSE,
                sessionRow,
                Facts.NONE.with("is_paused", isPaused(sessionRow)),
                Facts.NONE.with("is_paused", true));
        database.createNativeQuery("""
                UPDATE lanes SET paused_at = COALESCE(paused_at, clock_timestamp()),
                    due_at = CASE WHEN holder IS NOT NULL THEN due_at END
                WHERE session_id = :session""").setParameter("session", sessionRow).executeUpdate();
    }

    /** Has the number send again; does nothing to one that is not paused. */
    @Transactional
    public void resume(long sessionRow) {
        audit.recordChange(
                AuditAction.QUEUE_RESUME,
                sessionRow,
                Facts.NONE.with("is_paused", isPaused(sessionRow)),
                Facts.NONE.with("is_paused", false));
        database.createNativeQuery("""
                UPDATE lanes SET paused_at = NULL,
                    due_at = CASE WHEN holder IS NULL AND head_id IS NOT NULL THEN clock_timestamp() ELSE due_at END
                WHERE session_id = :session AND paused_at IS NOT NULL""").setParameter("session", sessionRow).executeUpdate();
    }

    /** Looks at once for what a change made due. To be called after its commit. */
    public void wake() {
        dispatcher.wake();
    }

    /**
     * Puts failed and expired messages of the number back into their places, the oldest first, and answers how many;
     * {@link #BATCH} at most. What was attempted is looked up before it is sent again.
     *
     * @param since only those that ended then or later
     * @param code only those with this error
     */
    @Transactional
    public int requeue(long sessionRow, Instant since, @Nullable String code) {
        holdUsage(sessionRow);
        int moved = ((Number)
                        database.createNativeQuery("""
                WITH lane AS (
                    SELECT l.session_id, %s AS outage FROM lanes l WHERE l.session_id = :session FOR UPDATE
                ), chosen AS (
                    SELECT m.id FROM messages m
                    WHERE m.session_id = :session AND m.settled_at >= :since AND %s
                        AND (CAST(:code AS text) IS NULL OR m.error_code = :code)
                    ORDER BY m.id LIMIT :most
                ), moved AS (
                    UPDATE messages m SET %s
                    FROM lane, chosen WHERE m.id = chosen.id AND m.status IN ('failed', 'expired')
                    RETURNING m.id
                ), history AS (
                    INSERT INTO message_events (message_id, status, at, detail)
                    SELECT id, 'queued', :now, 'requeued_by_operator' FROM moved
                ), headed AS (
                    UPDATE lanes SET head_id = LEAST(head_id, (SELECT min(id) FROM moved)),
                        due_at = CASE WHEN holder IS NULL THEN clock_timestamp() ELSE due_at END
                    WHERE session_id = :session AND EXISTS (SELECT FROM moved)
                )
                SELECT count(*) FROM moved""".formatted(HeadAttempt.OUTAGE, Requeue.POSSIBLE, Requeue.SET))
                                .setParameter("session", sessionRow)
                                .setParameter("since", since)
                                .setParameter("code", code)
                                .setParameter("most", BATCH)
                                .setParameter("now", clock.instant())
                                .getSingleResult())
                .intValue();
        if (moved > 0) {
            audit.record(
                    AuditAction.QUEUE_REQUEUE,
                    sessionRow,
                    Facts.NONE,
                    Facts.NONE.with("messages", moved).with("since", since).withText("error_code", code));
        }
        return moved;
    }

    private void holdUsage(long sessionRow) {
        List<?> owners = database.createNativeQuery("SELECT user_id FROM sessions WHERE id = :session", Long.class)
                .setParameter("session", sessionRow)
                .getResultList();
        owners.forEach(owner -> usage.hold((Long) owner));
    }

    /**
     * Takes messages out of the queue, the oldest first, and answers how many; {@link #BATCH} at most. What was never attempted
     * becomes cancelled. A message that is named goes even if it was attempted, and is failed then, since it may have
     * gone out; not while an attempt is under way.
     *
     * @param messageId this one only
     */
    @Transactional
    public int drop(long sessionRow, @Nullable Long messageId) {
        List<?> rows = database.createNativeQuery("""
                WITH lane AS (
                    SELECT session_id, head_id, holder FROM lanes WHERE session_id = :session FOR UPDATE
                ), chosen AS (
                    SELECT m.id, m.unconfirmed FROM messages m, lane
                    WHERE m.session_id = :session AND m.status IN ('queued', 'sending')
                        AND CASE WHEN CAST(:message AS bigint) IS NULL THEN m.status = 'queued' AND NOT m.unconfirmed
                            ELSE m.id = :message AND NOT (m.id = lane.head_id AND lane.holder IS NOT NULL) END
                    ORDER BY m.id LIMIT :most
                ), moved AS (
                    UPDATE messages m SET
                        status = CASE WHEN m.status = 'queued' AND NOT m.unconfirmed THEN 'cancelled' ELSE 'failed' END,
                        error_code = CASE WHEN m.unconfirmed THEN :unknown ELSE :cancelled END,
                        error_message = CASE WHEN m.unconfirmed THEN :unknownTitle ELSE :cancelledTitle END,
                        settled_at = :now
                    FROM chosen WHERE m.id = chosen.id AND m.status IN ('queued', 'sending')
                    RETURNING m.id, m.wa_message_id, m.status, m.error_code
                ), history AS (
                    INSERT INTO message_events (message_id, status, at, detail)
                    SELECT id, status, :now, 'dropped_by_operator' FROM moved
                ), passed AS (
                    UPDATE lanes SET due_at = clock_timestamp()
                    WHERE session_id = :session AND holder IS NULL AND paused_at IS NULL AND EXISTS (SELECT FROM moved)
                )
                SELECT wa_message_id, error_code, status FROM moved""", Tuple.class)
                .setParameter("session", sessionRow)
                .setParameter("message", messageId)
                .setParameter("most", BATCH)
                .setParameter("unknown", ProblemType.DELIVERY_UNKNOWN.name())
                .setParameter("unknownTitle", ProblemType.DELIVERY_UNKNOWN.title())
                .setParameter("cancelled", ProblemType.MESSAGE_CANCELLED.name())
                .setParameter("cancelledTitle", ProblemType.MESSAGE_CANCELLED.title())
                .setParameter("now", clock.instant())
                .getResultList();
        rows.stream().map(Tuple.class::cast).forEach(row -> {
            ProblemType code = ProblemType.valueOf(row.get(1, String.class));
            settlements.tell(row.get(0, String.class), new Settlements.Fate.Failed(code));
            settled.fire(new MessageSettled(MessageStatus.ofWireName(row.get(2, String.class)), code));
        });
        if (!rows.isEmpty()) {
            audit.record(
                    AuditAction.QUEUE_DROP,
                    sessionRow,
                    Facts.NONE,
                    Facts.NONE.with("messages", rows.size()).with("message", messageId));
        }
        return rows.size();
    }
}
