package io.sanasend.api.message;

import io.sanasend.api.session.SessionChanged;
import io.sanasend.model.session.SessionState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/**
 * Keeps the lanes in step with their sessions, in the transaction that changes these: makes a lane with its session, runs its
 * outage clock while the session is not connected, and makes it due, so that whoever claims it finds out what follows. A
 * lane that a replica has stays with it.
 */
@ApplicationScoped
class OutageClock {

    private final EntityManager database;

    OutageClock(EntityManager database) {
        this.database = database;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void onSessionChanged(@Observes SessionChanged change) {
        database.createNativeQuery("""
                INSERT INTO lanes AS l (session_id, down_since)
                VALUES (:session, CASE WHEN NOT :up THEN clock_timestamp() END)
                ON CONFLICT (session_id) DO UPDATE SET
                    outage_ms = CASE WHEN :up THEN %s ELSE l.outage_ms END,
                    down_since = CASE WHEN NOT :up THEN COALESCE(l.down_since, clock_timestamp()) END,
                    due_at = CASE WHEN l.holder IS NOT NULL THEN l.due_at
                        WHEN l.head_id IS NOT NULL THEN clock_timestamp() END""".formatted(HeadAttempt.OUTAGE))
                .setParameter("session", change.id())
                .setParameter("up", change.state() == SessionState.CONNECTED)
                .executeUpdate();
    }
}
