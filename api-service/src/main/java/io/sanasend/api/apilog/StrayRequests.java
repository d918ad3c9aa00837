package io.sanasend.api.apilog;

import io.sanasend.api.schedule.ScheduledWork;
import io.sanasend.api.schedule.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;

/**
 * Erases what was written after its user was gone: requests wait in memory for a moment, and nobody waits for them.
 * The counts tell whose rows there are, since both are written together.
 */
@ApplicationScoped
class StrayRequests implements ScheduledWork {

    private final EntityManager database;

    StrayRequests(EntityManager database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "api-log-strays";
    }

    @Override
    public Duration interval() {
        return Duration.ofHours(1);
    }

    @Override
    @Transactional
    public String run(Turn turn) {
        return database.createNativeQuery("""
                WITH gone AS (
                    DELETE FROM api_usage c
                    WHERE c.user_id <> 0 AND NOT EXISTS (SELECT FROM users WHERE id = c.user_id)
                    RETURNING c.user_id
                )
                DELETE FROM api_requests WHERE user_id IN (SELECT user_id FROM gone)""").executeUpdate() + " requests removed";
    }
}
