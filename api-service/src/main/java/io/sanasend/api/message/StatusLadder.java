package io.sanasend.api.message;

import io.sanasend.api.problem.ProblemType;
import io.sanasend.model.message.MessageStatus;
import io.sanasend.model.session.SessionId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Moves stored messages along their statuses, only ever forward: each statement names the statuses it may start from, so
 * that receipts and acks may come twice, late and in any order.
 */
@ApplicationScoped
class StatusLadder {

    private final EntityManager database;
    private final Clock clock;

    StatusLadder(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** WhatsApp has the message, and maybe more; a status that is already further stays. */
    @Transactional
    void advance(long messageId, MessageStatus status, Instant at) {
        advance("id = :id", status, at).setParameter("id", messageId).executeUpdate();
    }

    /** The same for a message that a worker names; false if nothing was moved. */
    @Transactional
    boolean advance(SessionId session, String waMessageId, MessageStatus status, Instant at) {
        String condition = "wa_message_id = :waId AND session_id = (SELECT id FROM sessions WHERE wire_id = :session)";
        return advance(condition, status, at)
                        .setParameter("waId", waMessageId)
                        .setParameter("session", session.value())
                        .executeUpdate()
                > 0;
    }

    private Query advance(String condition, MessageStatus status, Instant at) {
        return database.createNativeQuery("""
                WITH moved AS (
                    UPDATE messages SET status = :status, error_code = NULL, error_message = NULL,
                        sent_at = COALESCE(sent_at, :at),
                        delivered_at = CASE WHEN :delivered THEN COALESCE(delivered_at, :at) END,
                        read_at = CASE WHEN :read THEN COALESCE(read_at, :at) END
                    WHERE %s AND status IN (:before)
                    RETURNING id
                )
                INSERT INTO message_events (message_id, status, at) SELECT id, :status, :at FROM moved""".formatted(condition))
                .setParameter("status", status.wireName())
                .setParameter("before", statusesBefore(status))
                .setParameter("delivered", status != MessageStatus.SENT)
                .setParameter("read", status == MessageStatus.READ)
                .setParameter("at", at);
    }

    /** The message will not go out. */
    @Transactional
    void fail(long messageId, ProblemType code) {
        database.createNativeQuery("""
                WITH moved AS (
                    UPDATE messages SET status = 'failed', error_code = :code, error_message = :text
                    WHERE id = :id AND status IN (:before)
                    RETURNING id
                )
                INSERT INTO message_events (message_id, status, at, detail)
                SELECT id, 'failed', :now, :code FROM moved""")
                .setParameter("id", messageId)
                .setParameter("code", code.name())
                .setParameter("text", code.title())
                .setParameter("before", statusesBefore(MessageStatus.FAILED))
                .setParameter("now", clock.instant())
                .executeUpdate();
    }

    /**
     * The head stays where it is, and its lane pauses.
     *
     * @param obstacle what is in the way, shown with the message until it is sent
     * @param setback whether a connected page answered without taking the message
     */
    @Transactional
    void pause(long sessionRow, long messageId, String obstacle, boolean setback, Instant until) {
        database.createNativeQuery("""
                WITH lane AS (UPDATE lanes SET next_due_at = :until WHERE session_id = :session)
                UPDATE messages SET error_code = :obstacle, setbacks = setbacks + :setback
                WHERE id = :id AND status = 'sending'""")
                .setParameter("session", sessionRow)
                .setParameter("id", messageId)
                .setParameter("obstacle", obstacle)
                .setParameter("setback", setback ? 1 : 0)
                .setParameter("until", until)
                .executeUpdate();
    }

    private static List<String> statusesBefore(MessageStatus next) {
        return Arrays.stream(MessageStatus.values())
                .filter(status -> status.canBecome(next))
                .map(MessageStatus::wireName)
                .toList();
    }
}
