package io.sanasend.api.schedule;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is due, and whose. Each step is one statement, waits for nobody, and keeps no connection; all times are those of the
 * database.
 */
@ApplicationScoped
class WorkTable {

    /** How long a run stays with its replica without a word from it. */
    static final Duration LEASE = Duration.ofSeconds(30);

    /** Of work that is done more often than this, only the last good run is kept. */
    private static final Duration FREQUENT = Duration.ofMinutes(5);

    private static final int MOST_DETAIL = 300;

    private final AgroalDataSource database;
    private final WorkMetrics metrics;

    WorkTable(AgroalDataSource database, WorkMetrics metrics) {
        this.database = database;
        this.metrics = metrics;
    }

    /** Makes the work known. What is new is due soon; what was due before still is. */
    void enlist(ScheduledWork work) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO scheduled_work AS known (name, interval_ms, due_at)
                VALUES (?, ?, clock_timestamp() + LEAST(? * interval '1 ms', interval '1 minute'))
                ON CONFLICT (name) DO UPDATE SET interval_ms = EXCLUDED.interval_ms,
                    due_at = LEAST(known.due_at, clock_timestamp() + EXCLUDED.interval_ms * interval '1 ms')
                WHERE known.interval_ms <> EXCLUDED.interval_ms""")) {
            statement.setString(1, work.name());
            statement.setLong(2, work.interval().toMillis());
            statement.setLong(3, work.interval().toMillis());
            statement.executeUpdate();
        }
    }

    /** Takes those that are due and that nobody has, as long as its lease lasts; answers the new runs by name. */
    Map<String, Long> claim(String replica, Collection<String> names) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                WITH due AS (
                    SELECT name, run_id FROM scheduled_work
                    WHERE name = ANY (?) AND due_at <= clock_timestamp()
                        AND (lease_ends IS NULL OR lease_ends <= clock_timestamp())
                    FOR UPDATE SKIP LOCKED
                ), lost AS (
                    UPDATE scheduled_runs r SET result = 'lost', ended_at = clock_timestamp()
                    FROM due WHERE r.id = due.run_id AND r.result = 'running'
                ), begun AS (
                    INSERT INTO scheduled_runs (name, replica, started_at, result)
                    SELECT name, ?, clock_timestamp(), 'running' FROM due RETURNING id, name
                )
                UPDATE scheduled_work w SET run_id = b.id, is_asked_for = false,
                    lease_ends = clock_timestamp() + ? * interval '1 ms'
                FROM begun b WHERE w.name = b.name RETURNING w.name, w.run_id""")) {
            Array known = connection.createArrayOf("text", names.toArray());
            statement.setArray(1, known);
            statement.setString(2, replica);
            statement.setLong(3, LEASE.toMillis());
            Map<String, Long> claimed = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    claimed.put(rows.getString(1), rows.getLong(2));
                }
            }
            return claimed;
        }
    }

    /** Begins the leases of those runs anew; answers which of them are still the replica's. */
    Set<Long> renew(List<Long> runs) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                UPDATE scheduled_work SET lease_ends = clock_timestamp() + ? * interval '1 ms'
                WHERE run_id = ANY (?) RETURNING run_id""")) {
            statement.setLong(1, LEASE.toMillis());
            statement.setArray(2, connection.createArrayOf("bigint", runs.toArray()));
            Set<Long> kept = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    kept.add(rows.getLong(1));
                }
            }
            return kept;
        }
    }

    /**
     * Ends a run, and says when the work is due again: after its interval, sooner after a failure, at once if the run was
     * stopped or another was asked for meanwhile. Nothing happens if the run was taken over.
     */
    void end(RunningWork run, RunResult result, @Nullable String detail) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("""
                WITH ended AS (
                    UPDATE scheduled_runs SET result = ?, detail = ?, ended_at = clock_timestamp()
                    WHERE id = ? AND result = 'running' RETURNING id, name, result, started_at
                ), superseded AS (
                    DELETE FROM scheduled_runs old USING ended
                    WHERE ? AND old.name = ended.name AND old.id < ended.id AND old.result = 'ok'
                )
                UPDATE scheduled_work w SET run_id = NULL, lease_ends = NULL, due_at = CASE
                    WHEN w.is_asked_for OR e.result = 'stopped' THEN clock_timestamp()
                    WHEN e.result = 'failed' THEN clock_timestamp()
                        + LEAST(GREATEST(w.interval_ms * interval '1 ms', interval '1 minute'), interval '5 minutes')
                    ELSE GREATEST(e.started_at + w.interval_ms * interval '1 ms', clock_timestamp()) END
                FROM ended e WHERE w.name = e.name AND w.run_id = e.id""")) {
            statement.setString(1, result.wireName());
            statement.setString(2, detail == null ? null : detail.substring(0, Math.min(detail.length(), MOST_DETAIL)));
            statement.setLong(3, run.id());
            statement.setBoolean(
                    4, result == RunResult.OK && run.work().interval().compareTo(FREQUENT) < 0);
            if (statement.executeUpdate() > 0) {
                metrics.ended(run.work().name(), result);
            }
        }
    }
}
