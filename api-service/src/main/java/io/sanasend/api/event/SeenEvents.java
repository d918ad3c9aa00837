package io.sanasend.api.event;

import io.sanasend.api.schedule.ScheduledWork;
import io.sanasend.api.schedule.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;

/** Forgets, a bounded number at a time, events that no worker delivers any more. */
@ApplicationScoped
class SeenEvents implements ScheduledWork {

    /** Longer than any worker keeps an event it could not deliver. */
    private static final Duration MEMORY = Duration.ofDays(14);

    private static final int BATCH = 10_000;

    private final EntityManager database;
    private final Clock clock;

    SeenEvents(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "worker-events-cleaning";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(10);
    }

    @Override
    public String run(Turn turn) {
        long removed = 0;
        int batch = BATCH;
        while (batch == BATCH && turn.goesOn()) {
            batch = removeOld();
            removed += batch;
        }
        return removed + " events forgotten";
    }

    @Transactional
    int removeOld() {
        return database.createNativeQuery("""
                DELETE FROM worker_events_seen WHERE event_id IN (
                    SELECT event_id FROM worker_events_seen WHERE seen_at < :before ORDER BY seen_at LIMIT :most)""")
                .setParameter("before", clock.instant().minus(MEMORY))
                .setParameter("most", BATCH)
                .executeUpdate();
    }
}
