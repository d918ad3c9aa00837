package io.sanasend.api.message;

import io.sanasend.api.session.LinkedSession;
import io.sanasend.model.message.MediaType;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.session.SessionId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What goes into the lanes: new messages at their ends, and messages that their owners have tried anew in their old places.
 * Each is one short transaction. A lane's row is locked while a message is put into it, so that ids follow the order of
 * acceptance.
 */
@ApplicationScoped
class MessageQueue {

    /**
     * Whether a new message changes the row of its lane, and from when that is due then: the first of an empty lane may go once
     * the number has rested; while its session is not connected, the lane is due when the first message is too late. Most
     * messages change nothing.
     *
     * <p>A lane that nobody has although it is due, or about to be, was perhaps passed over by a claim because a message just
     * being accepted had its row locked. So that message's replica looks for it again.
     */
    private static final String LANE = """
            SELECT l.session_id, %s + :validity * 1000 AS expires_at_outage,
                l.head_id IS NULL OR (l.down_since IS NOT NULL AND l.holder IS NULL
                    AND (l.due_at > too_late) IS NOT FALSE) AS is_changed,
                l.down_since IS NULL AND (l.head_id IS NULL
                    OR (l.holder IS NULL AND l.due_at <= clock_timestamp() + interval '1 second')) AS is_to_go,
                CASE WHEN l.down_since IS NOT NULL THEN too_late
                    WHEN l.head_id IS NULL THEN GREATEST(clock_timestamp(), l.rest_until)
                    ELSE l.due_at END AS due_at
            FROM lanes l, LATERAL (SELECT clock_timestamp() + :validity * interval '1 second' AS too_late) t
            WHERE l.session_id = :session FOR UPDATE OF l""".formatted(HeadAttempt.OUTAGE);

    private static final String WITH_KEY = ", " + IdempotencyKeys.RECORD;

    private final EntityManager database;
    private final SendingSession sendingSession;
    private final IdempotencyKeys keys;
    private final Clock clock;

    MessageQueue(EntityManager database, SendingSession sendingSession, IdempotencyKeys keys, Clock clock) {
        this.database = database;
        this.sendingSession = sendingSession;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Stores the message at the end of its lane, unless the same request was accepted before.
     *
     * @throws io.sanasend.api.problem.ApiException 404 or 409 if the session does not exist or cannot take messages, 409 or
     *     422 if its key is taken; nothing is stored then
     */
    @Transactional
    Acceptance accept(Draft draft) {
        IdempotencyKey key = draft.key();
        Optional<Long> first = key == null ? Optional.empty() : keys.heldMessageOf(draft.userId(), key);
        if (first.isPresent()) {
            return new Acceptance.Repeated(first.get());
        }
        LinkedSession session = sendingSession.lockedFor(draft.userId(), draft.session());
        Tuple stored = insert(draft, session);
        return new Acceptance.Accepted(
                stored.get("id", Long.class),
                session.id(),
                session.wireId(),
                Optional.ofNullable(stored.get("due_in", Long.class)).map(Duration::ofMillis));
    }

    /** The lane's row is locked before the message gets its id, since its id is drawn for a row that the lane hands out. */
    private Tuple insert(Draft draft, LinkedSession session) {
        IdempotencyKey key = draft.key();
        Query query = database.createNativeQuery(
                        """
                WITH lane AS (
                    %s
                ), message AS (
                    INSERT INTO messages (user_id, session_id, recipient, message_type, content, caption, filename,
                        mimetype, size, sha256, media_key, reference, status, wa_message_id, validity,
                        expires_at_outage, created_at)
                    SELECT :user, session_id, :recipient, :type, CAST(:content AS text), CAST(:caption AS text),
                        CAST(:filename AS text), CAST(:mimetype AS text), CAST(:size AS bigint), CAST(:sha256 AS text),
                        CAST(:media AS text), CAST(:reference AS text), 'queued', :waId, :validity,
                        expires_at_outage, :now
                    FROM lane
                    RETURNING id
                ), history AS (
                    INSERT INTO message_events (message_id, status, at) SELECT id, 'queued', :now FROM message
                ), searched AS (
                    INSERT INTO message_texts (message_id, user_id, body)
                    SELECT id, :user, concat_ws(E'\\n', :recipient, CAST(:content AS text), CAST(:caption AS text))
                    FROM message
                ), appended AS (
                    UPDATE lanes SET head_id = COALESCE(head_id, message.id), due_at = lane.due_at
                    FROM message, lane WHERE lanes.session_id = lane.session_id AND lane.is_changed
                )%s
                SELECT stored.id, CASE WHEN lane.is_to_go THEN GREATEST(0,
                    CAST(extract(epoch FROM lane.due_at - clock_timestamp()) * 1000 AS bigint)) END AS due_in
                FROM %s AS stored (id), lane""".formatted(LANE, key == null ? "" : WITH_KEY, key == null ? "message" : "remembered"),
                        Tuple.class)
                .setParameter("user", draft.userId())
                .setParameter("session", session.id())
                .setParameter("recipient", draft.recipient().value())
                .setParameter("reference", draft.reference())
                .setParameter("waId", draft.waMessageId().value())
                .setParameter("validity", draft.validity().toSeconds())
                .setParameter("now", clock.instant());
        switch (draft.message()) {
            case OutboundMessage.Text(String body) -> content(query, "text", body, null, null, null);
            case OutboundMessage.Media(MediaType type, String mimetype, String filename, String caption) ->
                content(query, type.wireName(), null, caption, filename, mimetype);
        }
        query.setParameter(
                "size", draft.file() == null ? null : Long.toString(draft.file().size()));
        query.setParameter("sha256", draft.file() == null ? null : draft.file().sha256());
        query.setParameter("media", draft.file() == null ? null : draft.file().key());
        if (key != null) {
            keys.recording(query, key);
        }
        // Empty if the key was taken; whatever was inserted goes with the transaction.
        List<?> rows = query.getResultList();
        return (Tuple) rows.stream().findFirst().orElseThrow(IdempotencyKeys::inUse);
    }

    private static void content(
            Query query,
            String type,
            @Nullable String content,
            @Nullable String caption,
            @Nullable String filename,
            @Nullable String mimetype) {
        query.setParameter("type", type)
                .setParameter("content", content)
                .setParameter("caption", caption)
                .setParameter("filename", filename)
                .setParameter("mimetype", mimetype);
    }

    /**
     * Puts a message that will not go out back into its place in its lane, as if it had not been given up; answers the
     * lane. Empty if it is not such a message, or its file is gone.
     *
     * @throws io.sanasend.api.problem.ApiException 404 or 409 if its session does not exist or cannot take messages
     */
    @Transactional
    OptionalLong requeue(long userId, long messageId, SessionId wireId) {
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
