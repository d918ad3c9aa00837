package io.sanasend.api.health;

import io.sanasend.api.problem.DatabaseOutage;
import io.sanasend.api.worker.RegisteredWorker;
import io.sanasend.api.worker.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;

/** How the workers are, by the leases in the table: none of them is asked. */
@ApplicationScoped
class WorkerPresence {

    /** Linked numbers wait for worker {@code w}. */
    private static final String MISSED = """
            EXISTS (
                SELECT FROM sessions s WHERE s.worker_id = w.id AND s.deleted_at IS NULL AND s.is_wanted AND s.is_linked
                    AND s.state NOT IN ('disconnected', 'logged_out', 'failed'))""";

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

    /**
     * Workers in figures.
     *
     * @param live that are alive
     * @param missed that are not, and that linked numbers wait for
     * @param capacity browsers that the live ones may run
     * @param browsers that they run
     */
    record Figures(long live, long missed, long capacity, long browsers) {}

    @Transactional
    Figures figures() {
        Tuple row = (Tuple)
                database.createNativeQuery("""
                SELECT count(*) FILTER (WHERE alive.is_so) AS live,
                    count(*) FILTER (WHERE NOT alive.is_so AND %s) AS missed,
                    COALESCE(sum(w.capacity) FILTER (WHERE alive.is_so), 0) AS capacity,
                    COALESCE(sum(w.sessions) FILTER (WHERE alive.is_so), 0) AS browsers
                FROM workers w CROSS JOIN LATERAL (SELECT w.lease_ends > clock_timestamp() AS is_so) alive""".formatted(MISSED), Tuple.class).getSingleResult();
        return new Figures(
                row.get("live", Long.class),
                row.get("missed", Long.class),
                row.get("capacity", Long.class),
                row.get("browsers", Long.class));
    }

    private boolean isAnyoneWaiting() {
        return (Boolean) database.createNativeQuery(
                        "SELECT EXISTS (SELECT FROM workers w WHERE w.lease_ends <= clock_timestamp() AND %s)"
                                .formatted(MISSED),
                        Boolean.class)
                .getSingleResult();
    }
}
