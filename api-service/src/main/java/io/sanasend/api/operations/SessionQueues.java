package io.sanasend.api.operations;

import io.sanasend.devui.Operations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** Reads the sessions of all users together with what waits in their queues, in one statement. */
@ApplicationScoped
class SessionQueues {

    /** More than a page can show to somebody, and few enough to read often. */
    static final int MOST = 500;

    private final EntityManager database;

    SessionQueues(EntityManager database) {
        this.database = database;
    }

    @Transactional
    Operations.Sessions oldest() {
        List<?> rows = database.createNativeQuery("""
                SELECT s.id, s.wire_id, s.instance_name, s.user_id, s.state, s.reason_code, s.reason_advice, s.since,
                    s.is_linked, s.total, q.queued, q.oldest
                FROM (
                    SELECT *, count(*) OVER () AS total FROM sessions
                    WHERE deleted_at IS NULL ORDER BY id LIMIT :most
                ) s CROSS JOIN LATERAL (
                    SELECT count(*) AS queued, min(m.created_at) AS oldest FROM messages m
                    WHERE m.session_id = s.id AND m.status IN ('queued', 'sending')
                ) q ORDER BY s.id""", Tuple.class)
                .setParameter("most", MOST)
                .getResultList();
        List<Tuple> tuples = rows.stream().map(Tuple.class::cast).toList();
        long total = tuples.isEmpty() ? 0 : tuples.getFirst().get("total", Long.class);
        return new Operations.Sessions(tuples.stream().map(SessionQueues::read).toList(), total);
    }

    private static Operations.Session read(Tuple row) {
        return new Operations.Session(
                row.get("id", Long.class),
                row.get("wire_id", String.class),
                row.get("instance_name", String.class),
                row.get("user_id", Long.class),
                row.get("state", String.class),
                row.get("reason_code", String.class),
                row.get("reason_advice", String.class),
                row.get("since", Instant.class),
                row.get("is_linked", Boolean.class),
                row.get("queued", Long.class),
                row.get("oldest", Instant.class));
    }
}
