package io.sanasend.api.usage;

import io.sanasend.api.calendar.Days;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Counts the days of users that are over, each once: user by user, a week in each transaction, from where the user's last
 * one ended. Doing so twice, or not for a long time, or ending in the middle, does no harm: what is not rolled up is
 * counted where it is asked for.
 */
@ApplicationScoped
class RollUp {

    /**
     * By then all that was accepted on a day, and all requests of it, are in the database: both are written, or given up,
     * within a minute.
     */
    private static final Duration AFTER_MIDNIGHT = Duration.ofHours(1);

    private static final int MOST_DAYS = 7;
    private static final int MOST_USERS = 500;
    /** When the time zone changes, older days stay as they are: their requests may not be counted by quarters any more. */
    private static final Duration RECOUNTED = Duration.ofDays(390);

    /** A user, nobody included, that has something to be rolled up. */
    private static final String DUE = """
            SELECT u.id FROM (SELECT id FROM users WHERE deleting_since IS NULL UNION ALL SELECT 0) u
                LEFT JOIN usage_progress p ON p.user_id = u.id
            WHERE u.id > :after AND (p.zone <> :zone
                OR EXISTS (SELECT FROM usage_days d WHERE d.user_id = u.id AND d.state = 'stale')
                OR EXISTS (SELECT FROM messages m WHERE m.user_id = u.id AND m.created_at < :end
                    AND m.created_at >= COALESCE(p.rolled_until, CAST('-infinity' AS timestamptz)))
                OR EXISTS (SELECT FROM api_usage r WHERE r.user_id = u.id AND r.slot < :end
                    AND r.slot >= COALESCE(p.rolled_until, CAST('-infinity' AS timestamptz))))
            ORDER BY u.id""";

    private static final String COUNT = """
            INSERT INTO usage_days (user_id, starts_at, ends_at, day, state, %s, requests)
            SELECT :user, s.starts_at, s.ends_at, s.day, CASE WHEN d.open > 0 THEN 'stale' ELSE 'rolled' END, %s, r.requests
            FROM unnest(CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]), CAST(:days AS date[]))
                    AS s (starts_at, ends_at, day)
                CROSS JOIN LATERAL (
                    SELECT %s, count(*) FILTER (WHERE m.status IN ('queued', 'sending')) AS open FROM messages m
                    WHERE m.user_id = :user AND m.created_at >= s.starts_at AND m.created_at < s.ends_at) d
                CROSS JOIN LATERAL (
                    SELECT CAST(COALESCE(sum(requests), 0) AS bigint) AS requests FROM api_usage
                    WHERE user_id = :user AND slot >= s.starts_at AND slot < s.ends_at) r
            WHERE d.accepted > 0 OR r.requests > 0""".formatted(Figures.COLUMNS, Figures.OF_DAY, Figures.COUNTED);

    private static final String COUNT_ANEW = """
            UPDATE usage_days SET state = 'rolled', (%s) = (SELECT %s FROM messages m
                WHERE m.user_id = usage_days.user_id AND m.created_at >= starts_at AND m.created_at < ends_at)
            WHERE user_id = :user AND state = 'stale' AND NOT EXISTS (SELECT FROM messages m
                WHERE m.user_id = usage_days.user_id AND m.created_at >= starts_at AND m.created_at < ends_at
                    AND m.status IN ('queued', 'sending'))""".formatted(Figures.COLUMNS, Figures.COUNTED);

    private final EntityManager database;
    private final UsageDays usage;
    private final Days days;

    RollUp(EntityManager database, UsageDays usage, Days days) {
        this.database = database;
        this.usage = usage;
        this.days = days;
    }

    /** Users with days to be counted, in the order of their ids; a bounded number of them. */
    @Transactional
    List<Long> due(long after) {
        List<?> users = database.createNativeQuery(DUE, Long.class)
                .setParameter("after", after)
                .setParameter("zone", zone())
                .setParameter("end", at(days.startOf(firstDayLeftOut())))
                .setMaxResults(MOST_USERS)
                .getResultList();
        return users.stream().map(Long.class::cast).toList();
    }

    /**
     * Counts the next days of the user, and those that are to be counted anew.
     *
     * @return false if there are no more
     */
    @Transactional
    boolean advance(long userId) {
        usage.hold(userId);
        if (isGone(userId)) {
            return false;
        }
        leaveOtherZone(userId);
        of(userId, COUNT_ANEW).executeUpdate();
        Optional<Instant> rolled =
                instant(times(userId, "SELECT max(rolled_until) FROM usage_progress WHERE user_id = :user"));
        LocalDate end = firstDayLeftOut();
        Optional<LocalDate> first =
                firstUse(userId, rolled.orElse(Instant.EPOCH)).map(days::dayOf).filter(day -> day.isBefore(end));
        first.ifPresent(day -> count(userId, day, earlier(day.plusDays(MOST_DAYS), end), rolled));
        return first.isPresent();
    }

    /** Nobody is never gone. A deletion that begins after this waits for the lock, and forgets what is counted here. */
    private boolean isGone(long userId) {
        return userId != 0
                && of(userId, "SELECT id FROM users WHERE id = :user AND deleting_since IS NULL")
                        .getResultList()
                        .isEmpty();
    }

    /** Days of another time zone are dropped, to be counted anew; but not those that are sealed, nor any before. */
    private void leaveOtherZone(long userId) {
        boolean other = !of(userId, "SELECT user_id FROM usage_progress WHERE user_id = :user AND zone <> :zone")
                .setParameter("zone", zone())
                .getResultList()
                .isEmpty();
        if (!other) {
            return;
        }
        Optional<Instant> kept = instant(
                times(userId, """
                SELECT max(ends_at) FROM usage_days
                WHERE user_id = :user AND (state IN ('sealed', 'emptied') OR ends_at < :old)""").setParameter("old", at(days.now().toInstant().minus(RECOUNTED))));
        of(userId, "DELETE FROM usage_days WHERE user_id = :user AND starts_at >= :kept")
                .setParameter("kept", at(kept.orElse(Instant.EPOCH)))
                .executeUpdate();
        of(userId, "DELETE FROM usage_progress WHERE user_id = :user").executeUpdate();
        kept.ifPresent(until -> progress(userId, until));
    }

    /** When something was accepted or asked for, from that moment on. */
    private Optional<Instant> firstUse(long userId, Instant from) {
        return instant(times(userId, """
                SELECT LEAST(
                    (SELECT min(created_at) FROM messages WHERE user_id = :user AND created_at >= :from),
                    (SELECT min(slot) FROM api_usage WHERE user_id = :user AND slot >= :from))""").setParameter("from", at(from)));
    }

    /** The first of the days may have begun before, in another time zone. */
    private void count(long userId, LocalDate first, LocalDate end, Optional<Instant> rolled) {
        List<LocalDate> dates = first.datesUntil(end).toList();
        OffsetDateTime[] starts =
                dates.stream().map(days::startOf).map(RollUp::at).toArray(OffsetDateTime[]::new);
        rolled.map(RollUp::at).filter(until -> until.isAfter(starts[0])).ifPresent(until -> starts[0] = until);
        of(userId, COUNT)
                .setParameter("starts", starts)
                .setParameter(
                        "ends",
                        dates.stream()
                                .map(day -> at(days.startOf(day.plusDays(1))))
                                .toArray(OffsetDateTime[]::new))
                .setParameter("days", dates.toArray(LocalDate[]::new))
                .executeUpdate();
        progress(userId, days.startOf(end));
    }

    private void progress(long userId, Instant until) {
        of(userId, """
                INSERT INTO usage_progress (user_id, rolled_until, zone) VALUES (:user, :until, :zone)
                ON CONFLICT (user_id) DO UPDATE SET rolled_until = EXCLUDED.rolled_until, zone = EXCLUDED.zone""")
                .setParameter("until", at(until))
                .setParameter("zone", zone())
                .executeUpdate();
    }

    /** Today, or yesterday while some of that may still be on its way. */
    private LocalDate firstDayLeftOut() {
        return days.dayOf(days.now().toInstant().minus(AFTER_MIDNIGHT));
    }

    private Query times(long userId, String sql) {
        return database.createNativeQuery(sql, Instant.class).setParameter("user", userId);
    }

    private Query of(long userId, String sql) {
        return database.createNativeQuery(sql).setParameter("user", userId);
    }

    /** The one time that the statement finds, if it finds any. */
    private static Optional<Instant> instant(Query query) {
        return Optional.ofNullable((Instant) query.getSingleResult());
    }

    private String zone() {
        return days.now().getZone().getId();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }
}
