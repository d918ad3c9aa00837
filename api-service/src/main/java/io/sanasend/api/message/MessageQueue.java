package io.sanasend.api.message;

import io.sanasend.api.session.LinkedSession;
import io.sanasend.model.message.MediaType;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.message.Recipient;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The queue in the message table: accept, claim and requeue. Each is one short transaction, and none is open while a
 * worker works. A lane's row is locked while a message is appended or claimed, so that ids follow the order of
 * acceptance and only one claim happens at a time.
 */
@ApplicationScoped
class MessageQueue {

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
        long id = insert(draft, session);
        if (key != null) {
            keys.record(draft.userId(), key, id);
        }
        return new Acceptance.Accepted(id, session.id(), session.wireId());
    }

    /** The lane's row is locked before the message gets its id, since its id is drawn for a row that the lane hands out. */
    private long insert(Draft draft, LinkedSession session) {
        Query query = database.createNativeQuery("""
                WITH lane AS (
                    INSERT INTO lanes (session_id) VALUES (:session)
                    ON CONFLICT (session_id) DO UPDATE SET session_id = EXCLUDED.session_id
                    RETURNING session_id
                ), message AS (
                    INSERT INTO messages (user_id, session_id, recipient, message_type, content, caption, filename,
                        mimetype, size, sha256, media_key, reference, status, wa_message_id, created_at)
                    SELECT :user, session_id, :recipient, :type, CAST(:content AS text), CAST(:caption AS text),
                        CAST(:filename AS text), CAST(:mimetype AS text), CAST(:size AS bigint), CAST(:sha256 AS text),
                        CAST(:media AS text), CAST(:reference AS text), 'queued', :waId, :now
                    FROM lane
                    RETURNING id
                ), history AS (
                    INSERT INTO message_events (message_id, status, at) SELECT id, 'queued', :now FROM message
                ), searched AS (
                    INSERT INTO message_texts (message_id, user_id, body)
                    SELECT id, :user, concat_ws(E'\\n', :recipient, CAST(:content AS text), CAST(:caption AS text))
                    FROM message
                )
                SELECT id FROM message""", Long.class)
                .setParameter("user", draft.userId())
                .setParameter("session", session.id())
                .setParameter("recipient", draft.recipient().value())
                .setParameter("reference", draft.reference())
                .setParameter("waId", draft.waMessageId().value())
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
        return (Long) query.getSingleResult();
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
     * Marks the head of the lane as being attempted.
     *
     * @param atOnce whatever pause the lane is in; said when its session has just become connected
     */
    @Transactional
    Claim claim(long sessionRow, boolean atOnce) {
        Instant now = clock.instant();
        List<?> fence = database.createNativeQuery("""
                UPDATE lanes SET fence = fence + 1, next_due_at = NULL
                WHERE session_id = :session AND (:atOnce OR next_due_at IS NULL OR next_due_at <= :now)
                    AND EXISTS (SELECT FROM messages WHERE session_id = :session AND status IN ('queued', 'sending'))
                RETURNING fence""", Long.class)
                .setParameter("session", sessionRow)
                .setParameter("atOnce", atOnce)
                .setParameter("now", now)
                .getResultList();
        if (fence.isEmpty()) {
            return new Claim.Nothing();
        }
        List<?> heads = database.createNativeQuery("""
                WITH head AS (
                    SELECT m.id, m.status FROM messages m
                    WHERE m.session_id = :session AND m.status IN ('queued', 'sending') ORDER BY m.id LIMIT 1
                ), attempt AS (
                    UPDATE messages m SET status = 'sending', attempts = attempts + 1
                    FROM head, sessions s
                    WHERE m.id = head.id AND m.status IN ('queued', 'sending')
                        AND s.id = m.session_id AND s.state = 'connected' AND s.deleted_at IS NULL
                    RETURNING m.id, head.status AS before
                ), history AS (
                    INSERT INTO message_events (message_id, status, at)
                    SELECT id, 'sending', :now FROM attempt WHERE before = 'queued'
                )
                SELECT m.id, m.status, m.attempts, m.setbacks, m.wa_message_id, m.recipient, m.message_type, m.content,
                    m.caption, m.filename, m.mimetype, m.media_key, s.wire_id, s.state, s.deleted_at IS NOT NULL AS gone,
                    EXISTS (SELECT FROM attempt) AS claimed
                FROM head JOIN messages m ON m.id = head.id JOIN sessions s ON s.id = m.session_id""", Tuple.class)
                .setParameter("session", sessionRow)
                .setParameter("now", now)
                .getResultList();
        return heads.isEmpty() ? new Claim.Nothing() : read((Tuple) heads.getFirst(), (Long) fence.getFirst());
    }

    /** The row as it was before this statement: the attempt just begun is not counted in it. */
    private static Claim read(Tuple head, long fence) {
        long id = head.get("id", Long.class);
        WaMessageId waMessageId = new WaMessageId(head.get("wa_message_id", String.class));
        if (!head.get("claimed", Boolean.class)) {
            return unclaimed(head, id, waMessageId);
        }
        return new Claim.Head(
                id,
                new SessionId(head.get("wire_id", String.class)),
                fence,
                head.get("attempts", Integer.class) + 1,
                head.get("setbacks", Integer.class),
                waMessageId,
                new Recipient(head.get("recipient", String.class)),
                content(head),
                head.get("media_key", String.class));
    }

    private static Claim unclaimed(Tuple head, long id, WaMessageId waMessageId) {
        boolean attempted = head.get("attempts", Integer.class) > 0;
        boolean gone = head.get("gone", Boolean.class);
        String state = head.get("state", String.class);
        if (gone || (attempted && state.equals(SessionState.LOGGED_OUT.wireName()))) {
            return new Claim.Orphan(id, waMessageId, attempted);
        }
        // With its session connected, only its owner can have been in the way, who withdrew it at the same moment.
        return state.equals(SessionState.CONNECTED.wireName()) ? new Claim.Withdrawn() : new Claim.Nothing();
    }

    private static OutboundMessage content(Tuple head) {
        String type = head.get("message_type", String.class);
        return type.equals("text")
                ? new OutboundMessage.Text(head.get("content", String.class))
                : new OutboundMessage.Media(
                        MediaType.ofWireName(type),
                        head.get("mimetype", String.class),
                        head.get("filename", String.class),
                        head.get("caption", String.class));
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
        int moved = database.createNativeQuery("""
                WITH moved AS (
                    UPDATE messages SET status = 'queued', error_code = NULL, error_message = NULL, setbacks = 0,
                        settled_at = NULL
                    WHERE id = :id AND user_id = :user AND status IN ('failed', 'expired')
                        AND (message_type = 'text' OR media_key IS NOT NULL)
                    RETURNING id
                )
                INSERT INTO message_events (message_id, status, at) SELECT id, 'queued', :now FROM moved""")
                .setParameter("id", messageId)
                .setParameter("user", userId)
                .setParameter("now", clock.instant())
                .executeUpdate();
        return moved > 0 ? OptionalLong.of(session.id()) : OptionalLong.empty();
    }

    /** The lanes that have an open message. */
    @Transactional
    List<Long> lanesWithWork() {
        List<?> rows = database.createNativeQuery(
                        "SELECT DISTINCT session_id FROM messages WHERE status IN ('queued', 'sending')", Long.class)
                .getResultList();
        return rows.stream().map(Long.class::cast).toList();
    }
}
