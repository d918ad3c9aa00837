package io.sanasend.api.pacing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The paces that owners set for their numbers. */
@ApplicationScoped
class Paces {

    private final EntityManager database;
    private final PacingConfig config;

    Paces(EntityManager database, PacingConfig config) {
        this.database = database;
        this.config = config;
    }

    /** What its owner set; empty if the number keeps the installation's pace. */
    @Transactional
    Optional<Pace> own(long sessionRow) {
        List<?> rows = database.createNativeQuery("""
                SELECT is_enabled, interval_ms, jitter, per_minute, per_hour, new_recipients_per_day
                FROM paces WHERE session_id = :session""", Tuple.class)
                .setParameter("session", sessionRow)
                .getResultList();
        return rows.stream().map(Tuple.class::cast).map(Paces::read).findFirst();
    }

    private static Pace read(Tuple row) {
        return new Pace(
                row.get(0, Boolean.class),
                Duration.ofMillis(row.get(1, Integer.class)),
                row.get(2, Double.class),
                row.get(3, Integer.class),
                row.get(4, Integer.class),
                row.get(5, Integer.class));
    }

    /** The pace the number keeps. */
    Pace of(long sessionRow) {
        return own(sessionRow).orElseGet(() -> Pace.of(config));
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void set(long sessionRow, Pace pace) {
        database.createNativeQuery("""
                INSERT INTO paces (session_id, is_enabled, interval_ms, jitter, per_minute, per_hour,
                    new_recipients_per_day)
                VALUES (:session, :enabled, :interval, :jitter, :minute, :hour, :strangers)
                ON CONFLICT (session_id) DO UPDATE SET is_enabled = EXCLUDED.is_enabled,
                    interval_ms = EXCLUDED.interval_ms, jitter = EXCLUDED.jitter, per_minute = EXCLUDED.per_minute,
                    per_hour = EXCLUDED.per_hour, new_recipients_per_day = EXCLUDED.new_recipients_per_day""")
                .setParameter("session", sessionRow)
                .setParameter("enabled", pace.enabled())
                .setParameter("interval", Math.toIntExact(pace.interval().toMillis()))
                .setParameter("jitter", pace.jitter())
                .setParameter("minute", pace.perMinute())
                .setParameter("hour", pace.perHour())
                .setParameter("strangers", pace.newRecipientsPerDay())
                .executeUpdate();
    }

    /** The number keeps the installation's pace again. */
    @Transactional(Transactional.TxType.MANDATORY)
    void forget(long sessionRow) {
        database.createNativeQuery("DELETE FROM paces WHERE session_id = :session")
                .setParameter("session", sessionRow)
                .executeUpdate();
    }
}
