package io.sanasend.api.analytics;

import io.sanasend.api.apilog.LogTime;
import io.sanasend.api.calendar.Days;
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
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts messages and API requests, by day and now. Messages are counted where they are kept, requests where the API log
 * counts them; so a request shows a moment after it was answered.
 */
@ApplicationScoped
public class Usage {

    /** The messages of one user in each span between two of the given times. */
    static final String MESSAGES_OF_ONE = """
            SELECT width_bucket(m.created_at, CAST(:starts AS timestamptz[])) AS day,
                count(*) FILTER (WHERE m.status IN ('sent', 'delivered', 'read')) AS sent,
                count(*) FILTER (WHERE m.status IN ('sent', 'delivered', 'read') AND m.message_type <> 'text') AS media,
                count(*) FILTER (WHERE m.status IN ('failed', 'expired')) AS failed
            FROM messages m
            WHERE m.user_id = :user AND m.created_at >= :from AND m.created_at < :to
            GROUP BY day""";

    /** The same for all, user by user: so the one index serves it. */
    static final String MESSAGES_OF_ALL =
            "SELECT d.day, CAST(sum(d.sent) AS bigint) AS sent, CAST(sum(d.media) AS bigint) AS media,"
                    + " CAST(sum(d.failed) AS bigint) AS failed FROM users u CROSS JOIN LATERAL ("
                    + MESSAGES_OF_ONE.replace(":user", "u.id")
                    + ") d GROUP BY d.day";

    static final String REQUESTS_OF_ONE = """
            SELECT width_bucket(r.slot, CAST(:starts AS timestamptz[])) AS day,
                CAST(sum(r.requests) AS bigint) AS requests
            FROM api_usage r
            WHERE r.user_id = :user AND r.slot >= :from AND r.slot < :to
            GROUP BY day""";

    static final String REQUESTS_OF_ALL = REQUESTS_OF_ONE.replace("r.user_id = :user AND ", "");

    static final String NOW = """
            SELECT m.texts, m.media, m.minute,
                (SELECT CAST(COALESCE(sum(requests), 0) AS bigint) FROM api_usage
                    WHERE user_id = :user AND slot >= :day) AS day_requests,
                (SELECT CAST(COALESCE(sum(requests), 0) AS bigint) FROM api_usage
                    WHERE user_id = :user AND slot >= :hour) AS hour_requests,
                (SELECT count(*) FROM api_requests WHERE user_id = :user AND id >= :minuteId) AS minute_requests
            FROM (
                SELECT count(*) FILTER (WHERE message_type = 'text') AS texts,
                    count(*) FILTER (WHERE message_type <> 'text') AS media,
                    count(*) FILTER (WHERE created_at >= :minute) AS minute
                FROM messages
                WHERE user_id = :user AND created_at >= :day AND status IN ('sent', 'delivered', 'read')) m""";

    static final String ACCEPTED = """
            SELECT u.max_messages_per_day, u.max_messages_per_minute, d.accepted AS day, m.accepted AS minute, m.oldest
            FROM users u
                CROSS JOIN LATERAL (
                    SELECT count(*) AS accepted FROM messages WHERE user_id = u.id AND created_at >= :day) d
                CROSS JOIN LATERAL (
                    SELECT count(*) AS accepted, min(created_at) AS oldest FROM messages
                    WHERE user_id = u.id AND created_at > :minuteAgo) m
            WHERE u.id = :user""";

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final EntityManager database;
    private final Days days;

    Usage(EntityManager database, Days days) {
        this.database = database;
        this.days = days;
    }

    /**
     * Every day from the first to the last, also those on which nothing happened, oldest first.
     *
     * @param user null for all together, with the requests of nobody
     */
    @Transactional
    List<DayUsage> byDay(@Nullable Long user, LocalDate first, LocalDate last) {
        List<LocalDate> dates = first.datesUntil(last.plusDays(1)).toList();
        Map<Integer, Tuple> messages = spans(user == null ? MESSAGES_OF_ALL : MESSAGES_OF_ONE, user, dates);
        Map<Integer, Tuple> requests = spans(user == null ? REQUESTS_OF_ALL : REQUESTS_OF_ONE, user, dates);
        return LongStream.rangeClosed(1, dates.size())
                .mapToObj(day -> new DayUsage(
                        dates.get((int) day - 1),
                        figure(messages.get((int) day), "sent"),
                        figure(requests.get((int) day), "requests"),
                        figure(messages.get((int) day), "media"),
                        figure(messages.get((int) day), "failed")))
                .toList();
    }

    private Map<Integer, Tuple> spans(String sql, @Nullable Long user, List<LocalDate> dates) {
        OffsetDateTime[] starts = dates.stream().map(this::startOf).toArray(OffsetDateTime[]::new);
        Query query = database.createNativeQuery(sql, Tuple.class)
                .setParameter("starts", starts)
                .setParameter("from", starts[0])
                .setParameter("to", startOf(dates.getLast().plusDays(1)));
        if (user != null) {
            query.setParameter("user", user);
        }
        Map<Integer, Tuple> byDay = new HashMap<>();
        for (Object row : query.getResultList()) {
            Tuple tuple = (Tuple) row;
            byDay.put(tuple.get("day", Integer.class), tuple);
        }
        return byDay;
    }

    private static long figure(@Nullable Tuple row, String name) {
        return row == null ? 0 : row.get(name, Long.class);
    }

    /** What the user did today, in this hour and in this minute of the clock. */
    @Transactional
    public Now now(long user) {
        ZonedDateTime now = days.now();
        ZonedDateTime minute = now.truncatedTo(ChronoUnit.MINUTES);
        Tuple row = (Tuple) database.createNativeQuery(NOW, Tuple.class)
                .setParameter("user", user)
                .setParameter("day", startOf(now.toLocalDate()))
                .setParameter("hour", now.truncatedTo(ChronoUnit.HOURS).toOffsetDateTime())
                .setParameter("minute", minute.toOffsetDateTime())
                .setParameter("minuteId", LogTime.idAt(minute.toInstant()))
                .getSingleResult();
        return new Now(
                now.toInstant(),
                row.get("texts", Long.class),
                row.get("media", Long.class),
                row.get("minute", Long.class),
                row.get("day_requests", Long.class),
                row.get("hour_requests", Long.class),
                row.get("minute_requests", Long.class));
    }

    /** How much of the user's limits is used up; a message uses its share when it is accepted. */
    @Transactional
    Allowances allowances(long user) {
        Instant now = days.now().toInstant();
        LocalDate today = days.today();
        Tuple row = (Tuple) database.createNativeQuery(ACCEPTED, Tuple.class)
                .setParameter("user", user)
                .setParameter("day", startOf(today))
                .setParameter("minuteAgo", now.minus(MINUTE))
                .getSingleResult();
        Instant oldest = row.get("oldest", Instant.class);
        return new Allowances(
                Allowances.Allowance.of(
                        row.get("max_messages_per_day", Integer.class),
                        row.get("day", Long.class),
                        days.startOf(today.plusDays(1))),
                Allowances.Allowance.of(
                        row.get("max_messages_per_minute", Integer.class),
                        row.get("minute", Long.class),
                        oldest == null ? now : oldest.plus(MINUTE)),
                null);
    }

    private OffsetDateTime startOf(LocalDate day) {
        return days.startOf(day).atOffset(ZoneOffset.UTC);
    }

    /** What a user did lately. Messages are those that WhatsApp took. */
    public record Now(
            Instant at,
            long textsToday,
            long mediaToday,
            long messagesThisMinute,
            long requestsToday,
            long requestsThisHour,
            long requestsThisMinute) {

        public long messagesToday() {
            return textsToday + mediaToday;
        }
    }
}
