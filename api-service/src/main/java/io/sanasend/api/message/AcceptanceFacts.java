package io.sanasend.api.message;

import io.sanasend.api.calendar.Days;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what decides on drafts, in one statement, once their locks are held. */
@ApplicationScoped
class AcceptanceFacts {

    /** So many messages are counted quickly enough that it is done in any case, and headers are exact. */
    private static final int FEW = 1_000;

    /**
     * The messages of the last minute are counted by index, at most as many as the limit: so the oldest of those counted is the
     * one whose leaving makes room. They are not counted while the quota's row says that they are far from the limit.
     */
    private static final String READ = """
            WITH asked AS (
                SELECT * FROM unnest(CAST(:places AS integer[]), CAST(:users AS bigint[]), CAST(:sessions AS bigint[]),
                    CAST(:keys AS text[])) AS a (place, user_id, session_id, key)
            ), owners AS MATERIALIZED (
                SELECT u.id, u.max_messages_per_day, u.max_messages_per_minute, q.day, q.accepted, q.minute, q.in_minute,
                    q.in_minute_before, few.enough IS NOT TRUE AS is_counted, lately.accepted AS lately, lately.oldest
                FROM users u JOIN message_quotas q ON q.user_id = u.id
                    CROSS JOIN LATERAL (
                        SELECT CASE WHEN q.minute >= :minute THEN q.in_minute + q.in_minute_before
                            WHEN q.minute = :minute - 1 THEN q.in_minute ELSE 0 END AS at_most
                    ) bound CROSS JOIN LATERAL (
                        SELECT bound.at_most > :few AND bound.at_most + :room < u.max_messages_per_minute AS enough
                    ) few CROSS JOIN LATERAL (
                        SELECT count(*) AS accepted, min(recent.created_at) AS oldest FROM (
                            SELECT m.created_at FROM messages m
                            WHERE m.user_id = u.id AND m.created_at > :minuteAgo ORDER BY m.created_at DESC
                            LIMIT CASE WHEN few.enough THEN 0 ELSE u.max_messages_per_minute END
                        ) recent
                    ) lately
                WHERE u.id IN (SELECT user_id FROM asked)
            )
            SELECT a.place, a.user_id, s.wire_id, s.state, s.is_linked, l.session_id IS NOT NULL AS is_due, k.request_hash, k.message_id, o.id IS NOT NULL AS has_owner,
                o.max_messages_per_day, o.max_messages_per_minute, o.day, o.accepted, o.minute, o.in_minute,
                o.in_minute_before, o.is_counted, o.lately, o.oldest
            FROM asked a
                LEFT JOIN owners o ON o.id = a.user_id
                LEFT JOIN sessions s ON s.id = a.session_id AND s.deleted_at IS NULL
                LEFT JOIN lanes l ON l.session_id = a.session_id AND l.holder IS NULL
                    AND l.due_at <= clock_timestamp() + interval '1 second'
                LEFT JOIN idempotency_keys k ON k.user_id = a.user_id AND k.key = a.key AND k.created_at > :expired
            ORDER BY a.place""";

    private final EntityManager database;
    private final IdempotencyKeys keys;
    private final Days days;
    private final Clock clock;

    AcceptanceFacts(EntityManager database, IdempotencyKeys keys, Days days, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.days = days;
        this.clock = clock;
    }

    /**
     * What is known of a draft.
     *
     * @param session it goes out from; null if there is none
     * @param earlier the message that was accepted under its key; null if there is none
     * @param quota of its user, the same object for all of the user's drafts; null if nobody has counted it yet
     */
    record Fact(
            @Nullable Session session,
            @Nullable Earlier earlier,
            @Nullable MessageQuota quota) {}

    /**
     * A session that exists.
     *
     * @param due nobody has its lane, although that is due or about to be
     */
    record Session(long row, SessionId id, boolean acceptsMessages, boolean due) {}

    /** A message that was accepted under a key. */
    record Earlier(String requestHash, long messageId) {

        boolean isSameRequest(Draft draft) {
            return draft.key() != null && draft.key().requestHash().equals(requestHash);
        }
    }

    /** All facts of one moment, draft by draft. */
    record Facts(Instant at, List<Fact> facts) {}

    @Transactional(Transactional.TxType.MANDATORY)
    Facts read(List<Draft> drafts, List<AcceptanceLocks.Held> held) {
        Instant at = clock.instant();
        MessageQuota.Moment now = new MessageQuota.Moment(at, days.dayOf(at), day -> days.startOf(day.plusDays(1)));
        List<?> rows = database.createNativeQuery(READ, Tuple.class)
                .setParameter("places", Columns.places(drafts))
                .setParameter("users", Columns.of(drafts, Draft::userId, Long[]::new))
                .setParameter("sessions", Columns.of(held, AcceptanceLocks.Held::sessionRow, Long[]::new))
                .setParameter("keys", Columns.of(drafts, Draft::keyValue, String[]::new))
                .setParameter("minute", now.minute())
                .setParameter("minuteAgo", at.minus(MessageQuota.MINUTE))
                .setParameter("few", FEW)
                .setParameter("room", drafts.size())
                .setParameter("expired", keys.expired())
                .getResultList();
        Map<Long, MessageQuota> quotas = new HashMap<>();
        List<Fact> facts = rows.stream()
                .map(Tuple.class::cast)
                .map(row -> new Fact(
                        session(row, held.get(row.get("place", Integer.class)).sessionRow()),
                        earlier(row),
                        row.get("has_owner", Boolean.class)
                                ? quotas.computeIfAbsent(row.get("user_id", Long.class), _ -> quota(row, now))
                                : null))
                .toList();
        return new Facts(at, facts);
    }

    private static @Nullable Session session(Tuple row, @Nullable Long id) {
        String wireId = row.get("wire_id", String.class);
        return id == null || wireId == null
                ? null
                : new Session(
                        id,
                        new SessionId(wireId),
                        row.get("is_linked", Boolean.class)
                                && !SessionState.ofWireName(row.get("state", String.class))
                                        .isEnd(),
                        row.get("is_due", Boolean.class));
    }

    private static @Nullable Earlier earlier(Tuple row) {
        String hash = row.get("request_hash", String.class);
        return hash == null ? null : new Earlier(hash, row.get("message_id", Long.class));
    }

    private static MessageQuota quota(Tuple row, MessageQuota.Moment now) {
        return new MessageQuota(
                new MessageQuota.Limits(
                        row.get("max_messages_per_day", Integer.class),
                        row.get("max_messages_per_minute", Integer.class)),
                now,
                new MessageQuota.Row(
                        row.get("day", LocalDate.class),
                        row.get("accepted", Integer.class),
                        row.get("minute", Long.class),
                        row.get("in_minute", Integer.class),
                        row.get("in_minute_before", Integer.class)),
                row.get("is_counted", Boolean.class)
                        ? new MessageQuota.Lately(row.get("lately", Long.class), row.get("oldest", Instant.class))
                        : null);
    }
}
