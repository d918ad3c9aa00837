package io.sanasend.api.pacing;

import io.sanasend.api.calendar.Days;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;

/** What numbers that keep a pace sent of late; times are the database's. */
@ApplicationScoped
class SentLog {

    private static final int BATCH = 10_000;

    private final EntityManager database;
    private final Days days;

    SentLog(EntityManager database, Days days) {
        this.database = database;
        this.days = days;
    }

    /** Writes down that a message went out. Its recipient is a stranger if the number neither wrote to it before nor heard from it. */
    @Transactional
    void note(long sessionRow, long messageId) {
        database.createNativeQuery("""
                WITH sent AS (
                    INSERT INTO paced_sends (session_id, at, to_stranger)
                    SELECT m.session_id, clock_timestamp(), NOT EXISTS (
                            SELECT FROM messages e WHERE e.user_id = m.user_id AND e.recipient = m.recipient
                                AND e.session_id = m.session_id AND e.attempts > 0 AND e.id <> m.id)
                        AND NOT EXISTS (
                            SELECT FROM inbound_messages i WHERE i.session_id = m.session_id AND i.phone = m.recipient)
                    FROM messages m WHERE m.id = :message
                )
                UPDATE lanes SET last_used_on = :today,
                    days_used = days_used + CASE WHEN last_used_on IS DISTINCT FROM :today THEN 1 ELSE 0 END
                WHERE session_id = :session""")
                .setParameter("session", sessionRow)
                .setParameter("message", messageId)
                .setParameter("today", days.today())
                .executeUpdate();
    }

    /** A number's past, as far as its pace counts it. */
    @Transactional
    Recent of(long sessionRow, Pace pace) {
        LocalDate today = days.today();
        Tuple row = (Tuple) database.createNativeQuery("""
                SELECT clock_timestamp() AS now,
                    (SELECT s.at FROM paced_sends s WHERE s.session_id = l.session_id
                        ORDER BY s.at DESC OFFSET :minute LIMIT 1) AS minute_bound,
                    (SELECT s.at FROM paced_sends s WHERE s.session_id = l.session_id
                        ORDER BY s.at DESC OFFSET :hour LIMIT 1) AS hour_bound,
                    (SELECT count(*) FROM paced_sends s WHERE s.session_id = l.session_id
                        AND s.at >= :midnight AND s.to_stranger) AS strangers,
                    l.days_used - CASE WHEN l.last_used_on = :today THEN 1 ELSE 0 END AS days_used
                FROM lanes l WHERE l.session_id = :session""", Tuple.class)
                .setParameter("session", sessionRow)
                .setParameter("minute", pace.perMinute() - 1)
                .setParameter("hour", pace.perHour() - 1)
                .setParameter("midnight", days.startOf(today))
                .setParameter("today", today)
                .getSingleResult();
        return new Recent(
                row.get("now", Instant.class),
                row.get("minute_bound", Instant.class),
                row.get("hour_bound", Instant.class),
                row.get("strangers", Long.class).intValue(),
                row.get("days_used", Integer.class));
    }

    /** Removes some of those that count no more; answers how many. */
    @Transactional
    int removeOld() {
        return database.createNativeQuery("""
                DELETE FROM paced_sends WHERE ctid = ANY (ARRAY (
                    SELECT ctid FROM paced_sends WHERE at < clock_timestamp() - INTERVAL '2 days' ORDER BY at LIMIT :most
                    FOR UPDATE SKIP LOCKED))""").setParameter("most", BATCH).executeUpdate();
    }
}
