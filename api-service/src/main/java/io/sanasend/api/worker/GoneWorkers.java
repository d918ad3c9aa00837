package io.sanasend.api.worker;

import io.sanasend.api.schedule.ScheduledWork;
import io.sanasend.api.schedule.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;

/** Forgets workers that were not seen for long and host nothing. */
@ApplicationScoped
class GoneWorkers implements ScheduledWork {

    /** A worker that came back would register anew within seconds, so only its name is lost. */
    private static final Duration MEMORY = Duration.ofDays(7);

    private final EntityManager database;

    GoneWorkers(EntityManager database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "workers-cleaning";
    }

    @Override
    public Duration interval() {
        return Duration.ofHours(1);
    }

    @Override
    @Transactional
    public String run(Turn turn) {
        return database.createNativeQuery("""
                DELETE FROM workers w WHERE seen_at < clock_timestamp() - :days * interval '1 day'
                    AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.worker_id = w.id)""")
                        .setParameter("days", MEMORY.toDays())
                        .executeUpdate() + " workers forgotten";
    }
}
