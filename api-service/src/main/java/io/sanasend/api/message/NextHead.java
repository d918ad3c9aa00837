package io.sanasend.api.message;

import io.sanasend.api.pacing.PacingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds the next head of a lane, and decides when the lane is due: the one place for that, besides messages that come into
 * an empty lane.
 */
@ApplicationScoped
class NextHead {

    /** Until when nothing goes out from lane {@code l} once it was told to rest. */
    static final String REST_UNTIL = """
            CASE WHEN :rest > 0 THEN GREATEST(l.rest_until, clock_timestamp() + :rest * interval '1 millisecond')
                ELSE l.rest_until END""";

    /**
     * A head that may go: the lease. None: nothing to do. One that never will: at once, to say so. One that has to rest: when it has
     * rested, or, paused, when somebody says so. One whose session is not connected: when the first message is too late, unless the session is back before.
     */
    private static final String DUE_AT = """
            CASE
                WHEN EXISTS (SELECT FROM attempt) THEN clock_timestamp() + :lease * interval '1 millisecond'
                WHEN head.id IS NULL THEN NULL
                WHEN head.hopeless THEN clock_timestamp()
                WHEN head.up AND l.paused_at IS NOT NULL THEN NULL
                WHEN head.up AND head.stranger_held THEN GREATEST(clock_timestamp(), l.rest_until, l.strangers_until)
                WHEN head.up AND head.resting THEN GREATEST(clock_timestamp(), l.rest_until)
                WHEN head.up THEN clock_timestamp()
                ELSE clock_timestamp() + interval '1 millisecond' * ((
                    SELECT min(m.expires_at_outage) FROM messages m
                    WHERE m.session_id = l.session_id AND m.status = 'queued' AND NOT m.unconfirmed
                ) - l.outage)
            END""";

    private final EntityManager database;
    private final PacingConfig pacing;

    NextHead(EntityManager database, PacingConfig pacing) {
        this.database = database;
        this.pacing = pacing;
    }

    /** What became of a lane whose head was settled. */
    sealed interface Found {

        /** The next head, marked as being attempted. */
        record Head(Claim.Head head) implements Found {}

        /** The lane is given back, and due after that time; without one when something happens. */
        record Later(Optional<Duration> dueIn) implements Found {}
    }

    /**
     * Claims the oldest open message of a lane that the replica has, behind all that were settled. If there is none or it
     * may not go now, the lane is given back.
     *
     * @param rest for which nothing is to go out
     */
    @Transactional(Transactional.TxType.MANDATORY)
    Found claim(Hold hold, Duration rest, boolean goOn) {
        Tuple row = (Tuple) database.createNativeQuery(
                        """
                WITH lane AS MATERIALIZED (
                    SELECT l.session_id, l.head_id, l.fence, l.down_since, l.outage_ms, l.paused_at, l.strangers_until, l.rest_reason,
                        %s AS outage,
                        %s AS rest_until
                    FROM lanes l WHERE l.session_id = :lane
                ), head AS MATERIALIZED (
                    SELECT %s
                    FROM lane l JOIN sessions s ON s.id = l.session_id
                    CROSS JOIN LATERAL (
                        SELECT * FROM messages
                        WHERE session_id = l.session_id AND id >= l.head_id AND status IN ('queued', 'sending')
                        ORDER BY id LIMIT 1
                    ) m
                ), %s, passed AS (
                    UPDATE lanes SET head_id = head.id, rest_until = l.rest_until,
                        holder = CASE WHEN EXISTS (SELECT FROM attempt) THEN holder END,
                        fence = CASE WHEN EXISTS (SELECT FROM attempt) THEN %s ELSE l.fence END,
                        due_at = %s
                    FROM lane l LEFT JOIN head ON TRUE WHERE lanes.session_id = l.session_id
                    RETURNING lanes.session_id, lanes.fence,
                        CAST(extract(epoch FROM lanes.due_at - clock_timestamp()) * 1000 AS bigint) AS due_in
                )
                SELECT passed.fence, passed.due_in, s.wire_id, attempt.*
                FROM passed JOIN sessions s ON s.id = passed.session_id LEFT JOIN attempt ON TRUE""".formatted(
                                        HeadAttempt.OUTAGE,
                                        REST_UNTIL,
                                        HeadAttempt.HEAD,
                                        HeadAttempt.ATTEMPT,
                                        HeadAttempt.NEXT_FENCE,
                                        DUE_AT),
                        Tuple.class)
                .setParameter("lane", hold.sessionRow())
                .setParameter("rest", rest.toMillis())
                .setParameter("lease", LaneClaims.LEASE.toMillis())
                .setParameter("claiming", goOn)
                .setParameter("paced", pacing.enabled())
                .getSingleResult();
        if (row.get("id") == null) {
            return new Found.Later(Optional.ofNullable(row.get("due_in", Long.class))
                    .map(millis -> Duration.ofMillis(Math.max(0, millis))));
        }
        return new Found.Head(
                HeadAttempt.read(row, new Hold(hold.sessionRow(), hold.holder(), row.get("fence", Long.class))));
    }
}
