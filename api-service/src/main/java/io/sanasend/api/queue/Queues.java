package io.sanasend.api.queue;

import io.sanasend.model.session.SessionState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads the queues of all numbers. */
@ApplicationScoped
class Queues {

    /** Counting stops here, so that long queues cost no more. */
    private static final int MOST_COUNTED = 10_000;

    private static final String SELECT = """
            SELECT s.id, s.wire_id, s.instance_name, u.username, s.state, m.id AS message, m.created_at, m.attempts,
                m.error_code, l.holder IS NOT NULL AS under_way, l.due_at,
                CASE WHEN l.paused_at IS NOT NULL THEN 'paused' WHEN l.rest_until > clock_timestamp() THEN l.rest_reason END
                    AS rests_for,
                GREATEST(0, CAST(extract(epoch FROM clock_timestamp() - m.created_at) AS bigint)) AS age,
                (SELECT count(*) FROM (SELECT FROM messages o WHERE o.session_id = s.id
                    AND o.status IN ('queued', 'sending') LIMIT :most) counted) AS depth
            FROM lanes l JOIN sessions s ON s.id = l.session_id JOIN users u ON u.id = s.user_id
            LEFT JOIN LATERAL (
                SELECT * FROM messages o WHERE o.session_id = l.session_id AND o.id >= l.head_id
                    AND o.status IN ('queued', 'sending') ORDER BY o.id LIMIT 1
            ) m ON TRUE
            """;

    private final EntityManager database;

    Queues(EntityManager database) {
        this.database = database;
    }

    /** How many queues have something in them, or are paused. */
    @Transactional
    long count() {
        return ((Number) database.createNativeQuery(
                                "SELECT count(*) FROM lanes WHERE head_id IS NOT NULL OR paused_at IS NOT NULL")
                        .getSingleResult())
                .longValue();
    }

    /**
     * Messages of which it is not known whether they went out, those under way included.
     *
     * @param seconds since the first attempt of the one that is so for longest
     */
    record Unconfirmed(long messages, long seconds) {}

    /** Only a head is ever attempted. */
    @Transactional
    Unconfirmed unconfirmed() {
        Tuple row = (Tuple) database.createNativeQuery("""
                SELECT count(*) AS messages,
                    CAST(COALESCE(max(extract(epoch FROM clock_timestamp() - e.at)), 0) AS bigint) AS seconds
                FROM lanes l JOIN messages m ON m.id = l.head_id AND m.unconfirmed AND m.status IN ('queued', 'sending')
                CROSS JOIN LATERAL (
                    SELECT at FROM message_events WHERE message_id = m.id AND status = 'sending' ORDER BY id DESC LIMIT 1
                ) e""", Tuple.class).getSingleResult();
        return new Unconfirmed(row.get("messages", Long.class), row.get("seconds", Long.class));
    }

    /** Those queues, the one that waits longest first. */
    @Transactional
    List<QueueView> page(int offset, int size) {
        List<?> rows = read(SELECT + """
                WHERE l.head_id IS NOT NULL OR l.paused_at IS NOT NULL
                ORDER BY l.head_id, l.session_id OFFSET :offset LIMIT :size""")
                .setParameter("offset", offset)
                .setParameter("size", size)
                .getResultList();
        return rows.stream().map(row -> view((Tuple) row)).toList();
    }

    /** The queue of one session that is not deleted. */
    @Transactional
    Optional<QueueView> of(long sessionRow) {
        List<?> rows = read(SELECT + " WHERE s.id = :session AND s.deleted_at IS NULL")
                .setParameter("session", sessionRow)
                .getResultList();
        return rows.stream().map(row -> view((Tuple) row)).findFirst();
    }

    private jakarta.persistence.Query read(String sql) {
        return database.createNativeQuery(sql, Tuple.class).setParameter("most", MOST_COUNTED);
    }

    private static QueueView view(Tuple row) {
        Long age = row.get("age", Long.class);
        Integer attempts = row.get("attempts", Integer.class);
        return new QueueView(
                row.get("id", Long.class),
                row.get("wire_id", String.class),
                row.get("instance_name", String.class),
                row.get("username", String.class),
                SessionState.ofWireName(row.get("state", String.class)),
                row.get("depth", Long.class),
                row.get("created_at", Instant.class),
                age == null ? 0 : age,
                row.get("message", Long.class),
                attempts == null ? 0 : attempts,
                row.get("error_code", String.class),
                row.get("under_way", Boolean.class),
                row.get("due_at", Instant.class),
                row.get("rests_for", String.class));
    }
}
