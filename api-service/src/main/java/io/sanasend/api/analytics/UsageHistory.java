package io.sanasend.api.analytics;

import io.sanasend.api.calendar.Days;
import io.sanasend.api.usage.Figures;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What was sent and asked for, day by day and hour by hour, each in one statement. Days that are rolled up are read; what is
 * not, today and days with open messages, is counted where it is kept: messages in the message log, requests where the API
 * log counts them, so that one shows a moment after it was answered.
 */
@ApplicationScoped
class UsageHistory {

    private static final String NOT_ROLLED_UP = """
            SELECT c.* FROM whose w CROSS JOIN LATERAL (
                SELECT width_bucket(m.created_at, CAST(:starts AS timestamptz[])) AS span, %s, 0 AS requests
                FROM messages m
                WHERE m.user_id = w.id AND m.created_at >= GREATEST(w.rolled_until, CAST(:from AS timestamptz))
                    AND m.created_at < :to
                GROUP BY span) c
            UNION ALL
            SELECT c.* FROM whose w CROSS JOIN LATERAL (
                SELECT width_bucket(r.slot, CAST(:starts AS timestamptz[])) AS span, %s, sum(r.requests) AS requests
                FROM api_usage r
                WHERE r.user_id = w.id AND r.slot >= GREATEST(w.rolled_until, CAST(:from AS timestamptz)) AND r.slot < :to
                GROUP BY span) c""".formatted(Figures.COUNTED, Figures.NO_MESSAGES);

    private static final String BY_DAY = """
            WITH whose AS (
                SELECT u.id, COALESCE(p.rolled_until, CAST('-infinity' AS timestamptz)) AS rolled_until
                FROM (%1$s) u LEFT JOIN usage_progress p ON p.user_id = u.id
            )
            SELECT span, %3$s
            FROM (
                SELECT d.day - CAST(:first AS date) + 1 AS span, %4$s, d.requests FROM usage_days d
                WHERE %2$s AND d.day BETWEEN CAST(:first AS date) AND CAST(:last AS date) AND d.state <> 'stale'
                UNION ALL
                SELECT d.day - CAST(:first AS date) + 1, c.*, d.requests
                FROM usage_days d CROSS JOIN LATERAL (
                    SELECT %5$s FROM messages m
                    WHERE m.user_id = d.user_id AND m.created_at >= d.starts_at AND m.created_at < d.ends_at) c
                WHERE %2$s AND d.day BETWEEN CAST(:first AS date) AND CAST(:last AS date) AND d.state = 'stale'
                UNION ALL
                %6$s
            ) f
            GROUP BY span""";

    private static final String BY_HOUR = """
            WITH whose AS (SELECT u.id, CAST('-infinity' AS timestamptz) AS rolled_until FROM (%s) u)
            SELECT span, %s FROM (%s) f GROUP BY span""";

    private static final String ONE = "SELECT CAST(:user AS bigint) AS id";
    /** User by user, so that one index serves them all; and nobody. */
    private static final String ALL = "SELECT id FROM users UNION ALL SELECT 0";

    static final String DAYS_OF_ONE = byDay(ONE, "d.user_id = :user");
    static final String DAYS_OF_ALL = byDay(ALL, "TRUE");
    static final String HOURS_OF_ONE = BY_HOUR.formatted(ONE, Figures.SUMS, NOT_ROLLED_UP);
    static final String HOURS_OF_ALL = BY_HOUR.formatted(ALL, Figures.SUMS, NOT_ROLLED_UP);

    private final EntityManager database;
    private final Days days;

    UsageHistory(EntityManager database, Days days) {
        this.database = database;
        this.days = days;
    }

    private static String byDay(String whose, String ofWhose) {
        return BY_DAY.formatted(whose, ofWhose, Figures.SUMS, Figures.OF_DAY, Figures.COUNTED, NOT_ROLLED_UP);
    }

    /**
     * Every day from the first to the last, also those on which nothing happened, oldest first.
     *
     * @param user null for all together, with the requests of nobody
     */
    @Transactional
    SortedMap<LocalDate, Figures> byDay(@Nullable Long user, LocalDate first, LocalDate last) {
        List<LocalDate> dates = first.datesUntil(last.plusDays(1)).toList();
        List<Instant> starts = dates.stream().map(days::startOf).toList();
        Query query = query(user == null ? DAYS_OF_ALL : DAYS_OF_ONE, user, starts, days.startOf(last.plusDays(1)))
                .setParameter("first", first)
                .setParameter("last", last);
        return bySpan(dates, query);
    }

    /**
     * The present hour of the clock and those before it, oldest first. They are never rolled up.
     *
     * @param user null for all together, with the requests of nobody
     */
    @Transactional
    SortedMap<Instant, Figures> byHour(@Nullable Long user, int hours) {
        Instant present = days.now().truncatedTo(ChronoUnit.HOURS).toInstant();
        List<Instant> starts = IntStream.range(0, hours)
                .mapToObj(i -> present.minus(Duration.ofHours(hours - 1L - i)))
                .toList();
        return bySpan(
                starts,
                query(user == null ? HOURS_OF_ALL : HOURS_OF_ONE, user, starts, present.plus(Duration.ofHours(1))));
    }

    private Query query(String sql, @Nullable Long user, List<Instant> starts, Instant end) {
        OffsetDateTime[] spans = starts.stream().map(UsageHistory::at).toArray(OffsetDateTime[]::new);
        Query query = database.createNativeQuery(sql, Tuple.class)
                .setParameter("starts", spans)
                .setParameter("from", spans[0])
                .setParameter("to", at(end));
        return user == null ? query : query.setParameter("user", user);
    }

    /** The figures of all spans; rows number them from one. */
    private static <T extends Comparable<? super T>> SortedMap<T, Figures> bySpan(List<T> spans, Query query) {
        SortedMap<T, Figures> figures = new TreeMap<>();
        spans.forEach(span -> figures.put(span, Figures.NONE));
        for (Object row : query.getResultList()) {
            Tuple tuple = (Tuple) row;
            figures.put(spans.get(tuple.get("span", Integer.class) - 1), Figures.read(tuple));
        }
        return figures;
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
