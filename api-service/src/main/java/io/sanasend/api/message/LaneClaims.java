package io.sanasend.api.message;

import io.micrometer.core.annotation.Timed;
import io.sanasend.api.pacing.PacingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Who has which lane. A replica claims lanes that are due, for as long as its lease lasts; a lane whose holder died is due
 * again when its lease ends, without any further step. All times are the database's, so that clocks of replicas do not
 * matter. No statement here waits for a lock.
 */
@ApplicationScoped
class LaneClaims {

    /** How long a lane stays with its holder without being renewed. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private final EntityManager database;
    private final PacingConfig pacing;

    LaneClaims(EntityManager database, PacingConfig pacing) {
        this.database = database;
        this.pacing = pacing;
    }

    /**
     * Claims lanes that are due, those that are due for longest first, and marks their heads as being attempted, where they
     * may go. The head is what the row says, by its primary key.
     */
    @Timed(
            value = "sanasend.lane.claim",
            percentiles = {0.5, 0.99})
    @Transactional
    List<Claim> claim(String holder, int atMost) {
        List<?> rows = database.createNativeQuery(
                        """
                WITH due AS MATERIALIZED (
                    SELECT session_id FROM lanes WHERE due_at <= statement_timestamp()
                    ORDER BY due_at LIMIT :most FOR UPDATE SKIP LOCKED
                ), claimed AS (
                    UPDATE lanes l SET holder = :holder, fence = %s,
                        due_at = clock_timestamp() + :lease * interval '1 millisecond'
                    FROM due WHERE l.session_id = due.session_id
                    RETURNING l.*
                ), head AS (
                    SELECT %s FROM claimed l JOIN messages m ON m.id = l.head_id JOIN sessions s ON s.id = l.session_id
                ), %s
                SELECT l.session_id AS lane, l.fence, s.wire_id, attempt.*
                FROM claimed l JOIN sessions s ON s.id = l.session_id
                LEFT JOIN attempt ON attempt.id = l.head_id""".formatted(HeadAttempt.NEXT_FENCE, HeadAttempt.HEAD, HeadAttempt.ATTEMPT), Tuple.class)
                .setParameter("holder", holder)
                .setParameter("lease", LEASE.toMillis())
                .setParameter("claiming", true)
                .setParameter("paced", pacing.enabled())
                .setParameter("most", atMost)
                .getResultList();
        return rows.stream()
                .map(Tuple.class::cast)
                .map(row -> read(row, holder))
                .toList();
    }

    private static Claim read(Tuple row, String holder) {
        Hold hold = new Hold(row.get("lane", Long.class), holder, row.get("fence", Long.class));
        return row.get("id") == null ? new Claim.Stalled(hold) : HeadAttempt.read(row, hold);
    }

    /** Begins the leases of those lanes anew, where the replica still has them; those that are being settled need it not. */
    @Transactional
    void renew(String holder, Collection<Long> lanes) {
        database.createNativeQuery("""
                UPDATE lanes SET due_at = clock_timestamp() + :lease * interval '1 millisecond'
                WHERE session_id IN (
                    SELECT session_id FROM lanes
                    WHERE session_id = ANY (CAST(:lanes AS bigint[])) AND holder = :holder FOR UPDATE SKIP LOCKED)""")
                .setParameter("holder", holder)
                .setParameter("lease", LEASE.toMillis())
                .setParameter("lanes", array(lanes))
                .executeUpdate();
    }

    private static String array(Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
