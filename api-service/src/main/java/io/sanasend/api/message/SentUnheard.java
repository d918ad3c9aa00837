package io.sanasend.api.message;

import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.session.SessionId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;

/** Messages that were sent and of which nothing was heard since, in the order in which they are to be looked up. */
@ApplicationScoped
class SentUnheard {

    private final EntityManager database;

    SentUnheard(EntityManager database) {
        this.database = database;
    }

    /**
     * A message that is due, of a session that is connected.
     *
     * @param fence the present one of its lane: a look-up is not to be in the way of a newer dispatcher, nor to shut out this one
     * @param age since it was sent
     */
    record Due(long messageId, SessionId session, WaMessageId waMessageId, long fence, Duration age) {}

    /**
     * Claims some that are due. Each is due again after a while, later the older it is, unless it is scheduled before: this
     * process may die, and the session may not be connected. Those that nobody can look up any more are left out for good.
     */
    @Transactional
    List<Due> claim(int atMost) {
        List<?> rows = database.createNativeQuery("""
                WITH due AS MATERIALIZED (
                    SELECT id FROM messages WHERE next_look_up_at <= statement_timestamp()
                    ORDER BY next_look_up_at LIMIT :most FOR UPDATE SKIP LOCKED
                ), claimed AS (
                    UPDATE messages m SET next_look_up_at = CASE
                        WHEN m.status = 'sent' AND s.deleted_at IS NULL AND s.state <> 'logged_out'
                            AND (m.attempt_linked_at <> s.linked_at) IS NOT TRUE
                            AND m.sent_at > clock_timestamp() - interval '7 days'
                        THEN clock_timestamp()
                            + GREATEST(interval '10 minutes', (clock_timestamp() - m.sent_at) / 2)
                        END
                    FROM due, sessions s WHERE m.id = due.id AND s.id = m.session_id
                    RETURNING m.id, m.session_id, m.wa_message_id, m.sent_at, m.next_look_up_at, s.wire_id, s.state
                )
                SELECT c.id, c.wire_id, c.wa_message_id, l.fence,
                    CAST(extract(epoch FROM clock_timestamp() - c.sent_at) AS bigint) AS age
                FROM claimed c JOIN lanes l ON l.session_id = c.session_id
                WHERE c.next_look_up_at IS NOT NULL AND c.state = 'connected' ORDER BY c.id""", Tuple.class)
                .setParameter("most", atMost)
                .getResultList();
        return rows.stream().map(Tuple.class::cast).map(SentUnheard::read).toList();
    }

    private static Due read(Tuple row) {
        return new Due(
                row.get("id", Long.class),
                new SessionId(row.get("wire_id", String.class)),
                new WaMessageId(row.get("wa_message_id", String.class)),
                row.get("fence", Long.class),
                Duration.ofSeconds(row.get("age", Long.class)));
    }

    /** It was looked up, and nothing was new: it is due at the next stage, or never again. */
    @Transactional
    void schedule(Due message) {
        database.createNativeQuery("""
                UPDATE messages SET next_look_up_at = sent_at + CAST(:stage AS bigint) * interval '1 second'
                WHERE id = :id AND status = 'sent'""")
                .setParameter("id", message.messageId())
                .setParameter(
                        "stage",
                        Stage.after(message.age())
                                .map(stage -> Long.toString(stage.toSeconds()))
                                .orElse(null))
                .executeUpdate();
    }
}
