package io.sanasend.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.sanasend.api.testing.ApiTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@ApiTest
@TestProfile(ScheduledByItselfIT.WithTimers.class)
class ScheduledByItselfIT {

    @Inject
    @All
    List<ScheduledWork> works;

    @Inject
    ScheduledRuns runs;

    @Inject
    AgroalDataSource database;

    /** As the service runs; other tests say themselves when something is due. */
    public static class WithTimers implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.scheduler.enabled", "true");
        }
    }

    @Test
    void doesAllOfItWell() throws SQLException {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> runs.all().size() == works.size());
        execute("UPDATE scheduled_work SET due_at = LEAST(due_at, clock_timestamp())");

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> runs.all().stream()
                        .allMatch(
                                work -> work.lastRun() != null && work.lastRun().result() != RunResult.RUNNING));
        assertThat(runs.all()).allSatisfy(work -> {
            assertThat(work.lastRun().result()).as(work.name()).isEqualTo(RunResult.OK);
            assertThat(work.lastFailure()).as(work.name()).isNull();
        });
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
