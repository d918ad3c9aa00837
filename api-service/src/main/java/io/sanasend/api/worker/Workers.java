package io.sanasend.api.worker;

import io.sanasend.model.wire.WorkerRegistration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of workers. A worker is alive as long as its lease lasts; all times are those of the database. */
@ApplicationScoped
public class Workers {

    private static final String ROWS = """
            SELECT id, boot_id, address, capacity, sessions, profiles, version, seen_at,
                lease_ends > clock_timestamp() AS live, compared_boot_id
            FROM workers""";

    private final EntityManager database;
    private final WorkerConfig config;

    public Workers(EntityManager database, WorkerConfig config) {
        this.database = database;
        this.config = config;
    }

    /**
     * Begins or renews the worker's lease. Of two processes with one name the later has it, as after a restart; the earlier is
     * refused until the later one's lease has ended.
     */
    @Transactional
    public Registered register(WorkerRegistration worker) {
        List<?> turned = database.createNativeQuery("""
                INSERT INTO workers AS known (id, boot_id, address, capacity, sessions, profiles, version,
                    registered_at, seen_at, lease_ends)
                VALUES (:id, :boot, :address, :capacity, :sessions, :profiles, :version,
                    clock_timestamp(), clock_timestamp(), clock_timestamp() + :lease * interval '1 ms')
                ON CONFLICT (id) DO UPDATE SET boot_id = EXCLUDED.boot_id, address = EXCLUDED.address,
                    capacity = EXCLUDED.capacity, sessions = EXCLUDED.sessions, profiles = EXCLUDED.profiles,
                    version = EXCLUDED.version, seen_at = EXCLUDED.seen_at, lease_ends = EXCLUDED.lease_ends,
                    former_boot_ids = CASE WHEN known.boot_id = EXCLUDED.boot_id THEN known.former_boot_ids
                        ELSE (known.boot_id || array_remove(known.former_boot_ids, EXCLUDED.boot_id))[1:64] END
                WHERE known.lease_ends <= clock_timestamp() OR EXCLUDED.boot_id <> ALL (known.former_boot_ids)
                RETURNING compared_boot_id IS DISTINCT FROM boot_id""", Boolean.class)
                .setParameter("id", worker.workerId())
                .setParameter("boot", worker.bootId())
                .setParameter("address", worker.address())
                .setParameter("capacity", worker.capacity())
                .setParameter("sessions", worker.sessions())
                .setParameter("profiles", worker.profiles())
                .setParameter("version", worker.version())
                .setParameter("lease", config.lease().toMillis())
                .getResultList();
        if (turned.isEmpty()) {
            return new Registered.Superseded(
                    named(worker.workerId()).orElseThrow().address());
        }
        boolean isTurned = (Boolean) turned.getFirst();
        if (isTurned) {
            adoptNameless(worker);
        }
        return new Registered.Leased(isTurned);
    }

    /** Numbers that were linked before workers had names belong to the first that has one: there was only one then. */
    private void adoptNameless(WorkerRegistration worker) {
        database.createNativeQuery("""
                UPDATE sessions SET worker_id = :id, profiles = :profiles
                WHERE worker_id IS NULL AND profiles IS NULL AND (is_linked OR is_to_be_erased)
                    AND (SELECT count(*) FROM workers) = 1""")
                .setParameter("id", worker.workerId())
                .setParameter("profiles", worker.profiles())
                .executeUpdate();
    }

    /** All that are known, dead ones included. */
    @Transactional
    public List<RegisteredWorker> all() {
        List<?> rows =
                database.createNativeQuery(ROWS + " ORDER BY id", Tuple.class).getResultList();
        return rows.stream().map(row -> worker((Tuple) row)).toList();
    }

    /** The worker of that name. */
    @Transactional
    public Optional<RegisteredWorker> named(String id) {
        List<?> rows = database.createNativeQuery(ROWS + " WHERE id = :id", Tuple.class)
                .setParameter("id", id)
                .getResultList();
        return rows.stream().map(row -> worker((Tuple) row)).findFirst();
    }

    /** Whether that is the present run of the worker. */
    @Transactional
    public boolean isPresentRun(String id, String bootId) {
        return !database.createNativeQuery("SELECT id FROM workers WHERE id = :id AND boot_id = :boot", String.class)
                .setParameter("id", id)
                .setParameter("boot", bootId)
                .getResultList()
                .isEmpty();
    }

    /** Where the worker is that hosts the session of that wire id; empty if none does. */
    @Transactional
    public Optional<URI> addressFor(String wireId) {
        List<?> rows = database.createNativeQuery(
                        "SELECT w.address FROM sessions s JOIN workers w ON w.id = s.worker_id WHERE s.wire_id = :id",
                        String.class)
                .setParameter("id", wireId)
                .getResultList();
        return rows.stream().map(String.class::cast).map(URI::create).findFirst();
    }

    /** Notes that what the worker has, or that it is dead, is in the table now. */
    @Transactional
    public void noteCompared(RegisteredWorker worker) {
        database.createNativeQuery("""
                UPDATE workers SET compared_boot_id = CASE WHEN :live THEN boot_id END
                WHERE id = :id AND boot_id = :boot""")
                .setParameter("live", worker.live())
                .setParameter("id", worker.id())
                .setParameter("boot", worker.bootId())
                .executeUpdate();
    }

    private static RegisteredWorker worker(Tuple row) {
        return new RegisteredWorker(
                row.get("id", String.class),
                row.get("boot_id", String.class),
                URI.create(row.get("address", String.class)),
                row.get("capacity", Integer.class),
                row.get("sessions", Integer.class),
                row.get("profiles", String.class),
                row.get("version", String.class),
                row.get("seen_at", Instant.class),
                row.get("live", Boolean.class),
                row.get("compared_boot_id", String.class));
    }
}
