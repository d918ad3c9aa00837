package io.sanasend.api.message;

import io.sanasend.model.message.MediaType;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.message.Recipient;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.session.SessionId;
import jakarta.persistence.Tuple;
import java.time.Instant;

/**
 * How a head is marked as being attempted: the part that the statements which claim have in common. They say which
 * message is the head by a {@code head} with the columns of {@link #HEAD}.
 */
final class HeadAttempt {

    /** The reading of the outage clock of lane {@code l}, in milliseconds. */
    static final String OUTAGE = """
            (l.outage_ms + COALESCE(CAST(extract(epoch FROM clock_timestamp() - l.down_since) * 1000 AS bigint), 0))""";

    /** The next number, or the time if that is more: still ahead of all workers have seen when an older database is restored. */
    static final String NEXT_FENCE =
            "GREATEST(l.fence + 1, CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint))";

    /** The device from which message {@code m} was attempted is linked no more, so nobody can look it up. */
    static final String LINK_GONE =
            "(m.unconfirmed AND (s.state = 'logged_out' OR m.attempt_linked_at <> s.linked_at)) IS TRUE";

    /** Message {@code m} was not begun with in time. */
    static final String EXPIRED =
            "(m.status = 'queued' AND NOT m.unconfirmed AND m.expires_at_outage <= " + OUTAGE + ")";

    /** Message {@code m} goes to somebody the number of lane {@code l} neither wrote to nor heard from, which is enough of these today. */
    private static final String STRANGER_HELD = """
            CASE WHEN l.strangers_until > clock_timestamp() AND m.attempts = 0 THEN NOT EXISTS (
                    SELECT FROM messages e WHERE e.user_id = m.user_id AND e.recipient = m.recipient
                        AND e.session_id = m.session_id AND e.attempts > 0)
                AND NOT EXISTS (
                    SELECT FROM inbound_messages i WHERE i.session_id = m.session_id AND i.phone = m.recipient)
                ELSE FALSE END""";

    /** A number rests before a new message; one that was attempted waits no more, unless WhatsApp warned and nothing went out. */
    private static final String RESTING = """
            (l.rest_until > clock_timestamp()
                AND (m.attempts = 0 OR (l.rest_reason = 'warning' AND NOT m.unconfirmed))) IS TRUE""";

    /** Columns of a head {@code m} in lane {@code l} of session {@code s}. */
    static final String HEAD = """
            m.id, m.status AS before, m.unconfirmed AS attempted_before, s.linked_at,
            s.state = 'connected' AND s.deleted_at IS NULL AS up,
            s.deleted_at IS NOT NULL OR\s""" + LINK_GONE + " OR " + EXPIRED + " AS hopeless,"
            + " l.paused_at IS NOT NULL OR " + RESTING + " AS resting," + STRANGER_HELD
            + " AS stranger_held,"
            + " COALESCE((SELECT p.is_enabled FROM paces p WHERE p.session_id = l.session_id), :paced) AS paced";

    /** Marks the head, if it may go; the commit of this comes before the attempt, so that a crash leaves it marked. */
    static final String ATTEMPT = """
            attempt AS (
                UPDATE messages m SET status = 'sending', attempts = m.attempts + 1, unconfirmed = TRUE,
                    attempt_linked_at = COALESCE(head.linked_at, m.attempt_linked_at)
                FROM head
                WHERE m.id = head.id AND m.status IN ('queued', 'sending')
                    AND head.up AND NOT head.hopeless AND NOT head.resting AND NOT head.stranger_held AND :claiming
                RETURNING m.id, m.session_id, m.attempts, m.setbacks, m.wa_message_id, m.recipient, m.message_type,
                    m.content, m.caption, m.filename, m.mimetype, m.media_key, m.created_at, head.before,
                    head.attempted_before, head.paced
            ), history AS (
                INSERT INTO message_events (message_id, status, at)
                SELECT id, 'sending', clock_timestamp() FROM attempt WHERE before = 'queued'
            )""";

    private HeadAttempt() {}

    /** Reads all columns of an attempt and the wire id of its session. */
    static Claim.Head read(Tuple row, Hold hold) {
        return new Claim.Head(
                hold,
                row.get("id", Long.class),
                new SessionId(row.get("wire_id", String.class)),
                row.get("attempted_before", Boolean.class),
                row.get("attempts", Integer.class),
                row.get("setbacks", Integer.class),
                new WaMessageId(row.get("wa_message_id", String.class)),
                new Recipient(row.get("recipient", String.class)),
                content(row),
                row.get("media_key", String.class),
                row.get("created_at", Instant.class),
                row.get("paced", Boolean.class));
    }

    private static OutboundMessage content(Tuple row) {
        String type = row.get("message_type", String.class);
        return type.equals("text")
                ? new OutboundMessage.Text(row.get("content", String.class))
                : new OutboundMessage.Media(
                        MediaType.ofWireName(type),
                        row.get("mimetype", String.class),
                        row.get("filename", String.class),
                        row.get("caption", String.class));
    }
}
