package io.sanasend.api.analytics;

import io.sanasend.api.apilog.LogTime;
import io.sanasend.api.calendar.Days;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * Counts the messages and API requests of the present. Messages are counted where they are kept, requests where the API log
 * counts them; so a request shows a moment after it was answered.
 */
@ApplicationScoped
public class Usage {

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
