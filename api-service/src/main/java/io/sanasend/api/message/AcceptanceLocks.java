package io.sanasend.api.message;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the locks under which messages are accepted, in one statement: the rows of their users' quotas and of their lanes, each
 * in the order of their ids, so that replicas wait for each other and never in a circle; and their idempotency keys, for which
 * nobody waits. What the locks protect is read by later statements, which see what their former holders wrote.
 */
@ApplicationScoped
class AcceptanceLocks {

    /** An id goes before a name that looks like one; deleted sessions are none. */
    private static final String TAKE = """
            WITH asked AS (
                SELECT * FROM unnest(CAST(:places AS integer[]), CAST(:users AS bigint[]), CAST(:ids AS bigint[]),
                    CAST(:sessions AS text[]), CAST(:keys AS text[])) AS a (place, user_id, id, session, key)
            ), meant AS MATERIALIZED (
                SELECT asked.place, asked.user_id, asked.key, s.id AS session_id
                FROM asked LEFT JOIN LATERAL (
                    SELECT id FROM sessions
                    WHERE user_id = asked.user_id AND deleted_at IS NULL AND CASE WHEN asked.session IS NULL
                        THEN is_primary
                        ELSE id = asked.id OR wire_id = asked.session OR instance_name = asked.session END
                    ORDER BY instance_name = asked.session AND id <> asked.id LIMIT 1
                ) s ON TRUE
            ), quotas AS MATERIALIZED (
                SELECT user_id FROM message_quotas WHERE user_id IN (SELECT user_id FROM meant)
                ORDER BY user_id FOR UPDATE %1$s
            ), held_lanes AS MATERIALIZED (
                SELECT session_id FROM lanes
                WHERE session_id IN (SELECT session_id FROM meant) AND (SELECT count(*) FROM quotas) > 0
                ORDER BY session_id FOR UPDATE %1$s
            )
            SELECT m.place, m.session_id, q.user_id IS NOT NULL AS has_quota,
                m.session_id IS NULL OR l.session_id IS NOT NULL AS has_lane,
                m.key IS NULL OR pg_try_advisory_xact_lock(hashtextextended(m.key, m.user_id)) AS has_key
            FROM meant m LEFT JOIN quotas q ON q.user_id = m.user_id LEFT JOIN held_lanes l ON l.session_id = m.session_id
            ORDER BY m.place""";

    private static final String WAITING = TAKE.formatted("");
    private static final String PASSING = TAKE.formatted("SKIP LOCKED");

    private final EntityManager database;

    AcceptanceLocks(EntityManager database) {
        this.database = database;
    }

    /**
     * What is held for a draft until the end of the transaction.
     *
     * @param sessionRow of the session it is to go out from; null if there is none
     * @param rows its user's quota, and its lane if there is a session
     * @param key true if it has none
     */
    record Held(@Nullable Long sessionRow, boolean rows, boolean key) {}

    /**
     * What could be had, draft by draft.
     *
     * @param wait for rows that others have; otherwise they are passed over
     */
    @Transactional(Transactional.TxType.MANDATORY)
    List<Held> take(List<Draft> drafts, boolean wait) {
        Query query = database.createNativeQuery(wait ? WAITING : PASSING, Tuple.class)
                .setParameter("places", Columns.places(drafts))
                .setParameter("users", Columns.of(drafts, Draft::userId, Long[]::new))
                .setParameter("ids", Columns.of(drafts, draft -> idIn(name(draft)), Long[]::new))
                .setParameter("sessions", Columns.of(drafts, AcceptanceLocks::name, String[]::new))
                .setParameter("keys", Columns.of(drafts, Draft::keyValue, String[]::new));
        List<?> rows = query.getResultList();
        return rows.stream().map(Tuple.class::cast).map(AcceptanceLocks::read).toList();
    }

    private static Held read(Tuple row) {
        return new Held(
                row.get("session_id", Long.class),
                row.get("has_quota", Boolean.class) && row.get("has_lane", Boolean.class),
                row.get("has_key", Boolean.class));
    }

    private static @Nullable String name(Draft draft) {
        String session = draft.session();
        return session == null || session.isBlank() ? null : session.strip();
    }

    /** -1 stands for none. */
    private static long idIn(@Nullable String name) {
        return name != null && name.matches("[0-9]{1,18}") ? Long.parseLong(name) : -1;
    }
}
