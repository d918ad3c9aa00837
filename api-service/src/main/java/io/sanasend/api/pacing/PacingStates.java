package io.sanasend.api.pacing;

import io.sanasend.api.calendar.Days;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows where numbers stand with their pace. */
@ApplicationScoped
class PacingStates {

    private final EntityManager database;
    private final Paces paces;
    private final PacingConfig config;
    private final Days days;

    PacingStates(EntityManager database, Paces paces, PacingConfig config, Days days) {
        this.database = database;
        this.paces = paces;
        this.config = config;
        this.days = days;
    }

    @Transactional
    PacingView of(long sessionRow) {
        Optional<Pace> own = paces.own(sessionRow);
        Pace pace = own.orElseGet(() -> Pace.of(config));
        Tuple row = state(sessionRow);
        Instant now = row.get("now", Instant.class);
        boolean paused = row.get("paused_at") != null;
        Instant restUntil = later(row.get("rest_until", Instant.class), now);
        Instant strangersUntil = later(row.get("strangers_until", Instant.class), now);
        String reason = restUntil == null ? null : row.get("rest_reason", String.class);
        return new PacingView(
                pace.enabled(),
                own.isPresent(),
                BigDecimal.valueOf(pace.interval().toMillis(), 3).stripTrailingZeros(),
                pace.jitter(),
                pace.perMinute(),
                pace.perHour(),
                pace.newRecipientsPerDay(),
                pace.newRecipientsToday(row.get("days_used", Integer.class), config.newRecipientsGrowth()),
                row.get("strangers", Long.class).intValue(),
                row.get("last_minute", Long.class).intValue(),
                row.get("last_hour", Long.class).intValue(),
                row.get("queued", Long.class),
                paused ? RestReason.PAUSED.wireName() : reason,
                paused ? null : restUntil,
                strangersUntil,
                RestReason.WARNING.wireName().equals(reason) ? row.get("warning_code", String.class) : null);
    }

    private static @Nullable Instant later(@Nullable Instant time, Instant now) {
        return time != null && time.isAfter(now) ? time : null;
    }

    private Tuple state(long sessionRow) {
        LocalDate today = days.today();
        return (Tuple) database.createNativeQuery("""
                SELECT clock_timestamp() AS now, l.rest_until, l.rest_reason, l.strangers_until, l.paused_at,
                    l.warning_code,
                    l.days_used - CASE WHEN l.last_used_on = :today THEN 1 ELSE 0 END AS days_used,
                    (SELECT count(*) FROM paced_sends s WHERE s.session_id = l.session_id
                        AND s.at > clock_timestamp() - INTERVAL '1 minute') AS last_minute,
                    (SELECT count(*) FROM paced_sends s WHERE s.session_id = l.session_id
                        AND s.at > clock_timestamp() - INTERVAL '1 hour') AS last_hour,
                    (SELECT count(*) FROM paced_sends s WHERE s.session_id = l.session_id
                        AND s.at >= :midnight AND s.to_stranger) AS strangers,
                    (SELECT count(*) FROM messages m WHERE m.session_id = l.session_id
                        AND m.status IN ('queued', 'sending')) AS queued
                FROM lanes l WHERE l.session_id = :session""", Tuple.class)
                .setParameter("session", sessionRow)
                .setParameter("today", today)
                .setParameter("midnight", days.startOf(today))
                .getSingleResult();
    }
}
