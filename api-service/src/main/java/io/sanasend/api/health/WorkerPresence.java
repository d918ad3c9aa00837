package io.sanasend.api.health;

import io.sanasend.api.problem.DatabaseOutage;
import io.sanasend.api.worker.RegisteredWorker;
import io.sanasend.api.worker.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;

/** How the workers are, by the leases in the table: none of them is asked. */
@ApplicationScoped
class WorkerPresence {

    private final Workers workers;
    private final EntityManager database;

    WorkerPresence(Workers workers, EntityManager database) {
        this.workers = workers;
        this.database = database;
    }

    /** Up, if any is alive with room left and no linked number waits for one that is not; down, if none is alive. */
    PartState state() {
        try {
            List<RegisteredWorker> live =
                    workers.all().stream().filter(RegisteredWorker::live).toList();
            if (live.isEmpty()) {
                return PartState.DOWN;
            }
            boolean room = live.stream().anyMatch(worker -> worker.sessions() < worker.capacity());
            return room && !isAnyoneWaiting() ? PartState.UP : PartState.DEGRADED;
        } catch (RuntimeException e) {
            if (!DatabaseOutage.isBehind(e)) {
                throw e;
            }
            return PartState.DOWN;
        }
    }

    private boolean isAnyoneWaiting() {
        return (Boolean) database.createNativeQuery("""
                SELECT EXISTS (
                    SELECT 1 FROM workers w JOIN sessions s ON s.worker_id = w.id
                    WHERE w.lease_ends <= clock_timestamp() AND s.deleted_at IS NULL AND s.is_wanted AND s.is_linked
                        AND s.state NOT IN ('disconnected', 'logged_out', 'failed'))""", Boolean.class).getSingleResult();
    }
}
