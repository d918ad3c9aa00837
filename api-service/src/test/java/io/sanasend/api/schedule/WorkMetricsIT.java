package io.sanasend.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.Scrape;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ApiTest
class WorkMetricsIT {

    private static final String WORK = "work=\"test-metrics\"";

    @Inject
    WorkTable table;

    @Inject
    WorkMetrics figures;

    @Inject
    Clock clock;

    @Inject
    AgroalDataSource database;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    private final TestWork work = new TestWork("test-metrics", Duration.ofDays(1));

    @AfterEach
    void forget() throws SQLException {
        execute("DELETE FROM scheduled_work WHERE name = 'test-metrics'");
    }

    @Test
    void runsAreCountedByResultAndOnce() throws SQLException {
        table.enlist(work);
        RunningWork first = begun();
        table.end(first, RunResult.OK, "done");
        table.end(first, RunResult.FAILED, "late");
        table.end(begun(), RunResult.FAILED, "broken");

        Scrape scrape = Scrape.of(metrics);

        assertThat(scrape.sum("sanasend_scheduled_runs_total", WORK, "result=\"ok\""))
                .isEqualTo(1);
        assertThat(scrape.sum("sanasend_scheduled_runs_total", WORK, "result=\"failed\""))
                .isEqualTo(1);
    }

    @Test
    void workThatIsDueAndNotDoneIsShown() throws SQLException {
        table.enlist(work);
        assertThat(overdue()).isZero();

        execute("UPDATE scheduled_work SET due_at = clock_timestamp() - interval '1 hour' WHERE name = 'test-metrics'");
        assertThat(overdue()).isBetween(3_600.0, 3_700.0);

        table.claim("a replica", List.of("test-metrics"));
        assertThat(overdue()).isZero();
    }

    private double overdue() {
        figures.refresh();
        Scrape scrape = Scrape.of(metrics);
        assertThat(scrape.values()).containsKey("sanasend_scheduled_overdue_seconds{" + WORK + "}");
        return scrape.sum("sanasend_scheduled_overdue_seconds", WORK);
    }

    private RunningWork begun() throws SQLException {
        execute("UPDATE scheduled_work SET due_at = clock_timestamp() WHERE name = 'test-metrics'");
        Map<String, Long> claimed = table.claim("a replica", List.of("test-metrics"));
        return new RunningWork(claimed.get("test-metrics"), work, clock);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
