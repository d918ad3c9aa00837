package io.sanasend.api.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells how scheduled work stands, and lets it be asked for. */
@ApplicationScoped
public class ScheduledRuns {

    private static final String STANDING = """
            SELECT w.name, w.interval_ms, w.due_at, r.id, r.replica, r.started_at, r.ended_at, r.result, r.detail,
                f.id AS failure, f.replica AS failed_replica, f.started_at AS failed_start, f.ended_at AS failed_end,
                f.result AS failed_result, f.detail AS failed_detail
            FROM scheduled_work w
            LEFT JOIN LATERAL (SELECT * FROM scheduled_runs WHERE name = w.name ORDER BY id DESC LIMIT 1) r ON true
            LEFT JOIN LATERAL (SELECT * FROM scheduled_runs WHERE name = w.name AND result IN ('failed', 'lost')
                ORDER BY id DESC LIMIT 1) f ON true
            """;

    private final EntityManager database;

    ScheduledRuns(EntityManager database) {
        this.database = database;
    }

    /** All work, by name. */
    @Transactional
    public List<WorkStanding> all() {
        List<?> rows = database.createNativeQuery(STANDING + "ORDER BY w.name", Tuple.class)
                .getResultList();
        return rows.stream().map(row -> standing((Tuple) row)).toList();
    }

    /** By name, for how long it is due that nobody does; zero while it is under way or not due. */
    @Transactional
    Map<String, Duration> overdue() {
        List<?> rows = database.createNativeQuery("""
                SELECT name, CASE WHEN lease_ends > clock_timestamp() THEN 0
                    ELSE GREATEST(0, CAST(extract(epoch FROM clock_timestamp() - due_at) AS bigint)) END AS seconds
                FROM scheduled_work""", Tuple.class).getResultList();
        return rows.stream()
                .map(Tuple.class::cast)
                .collect(Collectors.toMap(
                        row -> row.get("name", String.class),
                        row -> Duration.ofSeconds(row.get("seconds", Long.class))));
    }

    /** The work of that name. */
    @Transactional
    public Optional<WorkStanding> of(String name) {
        List<?> rows = database.createNativeQuery(STANDING + "WHERE w.name = :name", Tuple.class)
                .setParameter("name", name)
                .getResultList();
        return rows.stream().map(row -> standing((Tuple) row)).findFirst();
    }

    /** How many runs of the work are kept. */
    @Transactional
    public long count(String name) {
        return (Long) database.createNativeQuery("SELECT count(*) FROM scheduled_runs WHERE name = :name", Long.class)
                .setParameter("name", name)
                .getSingleResult();
    }

    /** Runs of the work, newest first. */
    @Transactional
    public List<WorkRun> page(String name, int offset, int size) {
        List<?> rows = database.createNativeQuery("""
                SELECT id, replica, started_at, ended_at, result, detail FROM scheduled_runs
                WHERE name = :name ORDER BY id DESC OFFSET :offset LIMIT :size""", Tuple.class)
                .setParameter("name", name)
                .setParameter("offset", offset)
                .setParameter("size", size)
                .getResultList();
        return rows.stream().map(row -> run((Tuple) row, 0)).toList();
    }

    /** Makes the work due now; if a run is under way, another follows it. False if there is no such work. */
    @Transactional
    public boolean ask(String name) {
        return database.createNativeQuery("""
                UPDATE scheduled_work SET is_asked_for = true, due_at = LEAST(due_at, clock_timestamp())
                WHERE name = :name""").setParameter("name", name).executeUpdate() == 1;
    }

    private static WorkStanding standing(Tuple row) {
        return new WorkStanding(
                row.get("name", String.class),
                Duration.ofMillis(row.get("interval_ms", Long.class)),
                row.get("due_at", Instant.class),
                row.get("id") == null ? null : run(row, 3),
                row.get("failure") == null ? null : run(row, 9));
    }

    private static WorkRun run(Tuple row, int first) {
        return new WorkRun(
                row.get(first, Long.class),
                row.get(first + 1, String.class),
                row.get(first + 2, Instant.class),
                row.get(first + 3, Instant.class),
                RunResult.ofWireName(row.get(first + 4, String.class)),
                row.get(first + 5, String.class));
    }
}
