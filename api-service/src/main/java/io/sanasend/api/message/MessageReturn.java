package io.sanasend.api.message;

import io.sanasend.api.session.LinkedSession;
import io.sanasend.api.usage.UsageDays;
import io.sanasend.model.session.SessionId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;

/** Puts messages that their owners have tried anew back into their old places in the lanes. */
@ApplicationScoped
class MessageReturn {

    private final EntityManager database;
    private final SendingSession sendingSession;
    private final UsageDays usage;
    private final Clock clock;

    MessageReturn(EntityManager database, SendingSession sendingSession, UsageDays usage, Clock clock) {
        this.database = database;
        this.sendingSession = sendingSession;
        this.usage = usage;
        this.clock = clock;
    }

    /**
     * Puts a message that will not go out back into its place in its lane, as if it had not been given up; answers the
     * lane. Empty if it is not such a message, its file is gone, or its day is sealed.
     *
     * @throws io.sanasend.api.problem.ApiException 404 or 409 if its session does not exist or cannot take messages
     */
    @Transactional
    OptionalLong requeue(long userId, long messageId, SessionId wireId) {
        usage.hold(userId);
        LinkedSession session = sendingSession.lockedFor(userId, wireId.value());
        List<?> moved = database.createNativeQuery(
                        """
                WITH lane AS (
                    SELECT l.session_id, %s AS outage FROM lanes l WHERE l.session_id = :session FOR UPDATE
                ), moved AS (
                    UPDATE messages m SET %s
                    FROM lane WHERE m.id = :id AND m.user_id = :user AND %s
                    RETURNING m.id
                ), history AS (
                    INSERT INTO message_events (message_id, status, at) SELECT id, 'queued', :now FROM moved
                ), headed AS (
                    UPDATE lanes SET head_id = LEAST(head_id, moved.id),
                        due_at = CASE WHEN holder IS NULL THEN clock_timestamp() ELSE due_at END
                    FROM moved WHERE session_id = :session
                )
                SELECT id FROM moved""".formatted(HeadAttempt.OUTAGE, Requeue.SET, Requeue.POSSIBLE), Long.class)
                .setParameter("id", messageId)
                .setParameter("user", userId)
                .setParameter("session", session.id())
                .setParameter("now", clock.instant())
                .getResultList();
        return moved.isEmpty() ? OptionalLong.empty() : OptionalLong.of(session.id());
    }
}
