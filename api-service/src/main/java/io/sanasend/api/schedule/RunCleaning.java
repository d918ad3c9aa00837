package io.sanasend.api.schedule;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;

/** Forgets old runs, and work that no replica knows any more. */
@ApplicationScoped
class RunCleaning implements ScheduledWork {

    private static final int BATCH = 5_000;

    private final AgroalDataSource database;
    private final ScheduleConfig config;
    private final Clock clock;

    RunCleaning(AgroalDataSource database, ScheduleConfig config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "scheduled-runs-cleaning";
    }

    @Override
    public Duration interval() {
        return Duration.ofHours(6);
    }

    @Override
    public String run(Turn turn) throws SQLException {
        long removed = 0;
        int batch = BATCH;
        while (batch == BATCH && turn.goesOn()) {
            batch = delete("""
                    DELETE FROM scheduled_runs WHERE id IN (
                        SELECT id FROM scheduled_runs WHERE started_at < ? AND result <> 'running'
                        ORDER BY started_at LIMIT %d)""".formatted(BATCH));
            removed += batch;
        }
        delete("DELETE FROM scheduled_work WHERE due_at < ? AND run_id IS NULL");
        return removed + " runs removed";
    }

    private int delete(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setTimestamp(1, Timestamp.from(clock.instant().minus(config.retention())));
            return statement.executeUpdate();
        }
    }
}
