package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.api.testing.ApiTest;
import io.sanasend.model.message.MessageStatus;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Claims and settlements cost the same in a large table as in a small one: each step reads a few rows, by index. */
@ApiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LanePlanIT {

    private static final long FIRST = 7_000_001;
    private static final int MESSAGES = 1_000_000;
    private static final int STEP = 50_000;

    @Inject
    DataSource database;

    @Inject
    LaneClaims claims;

    @Inject
    LaneSettlement settlement;

    @Inject
    TestLanes lanes;

    /** A million messages in a thousand lanes; a hundred of each are open, and ten lanes are due. */
    @BeforeAll
    void fillTheTables() throws SQLException {
        execute("""
                INSERT INTO users (id, username, password_hash, max_messages_per_day, max_messages_per_minute, created_at)
                VALUES (%1$d, 'lanes', 'none', 1, 1, now())""".formatted(FIRST));
        execute("""
                INSERT INTO sessions (id, user_id, instance_name, wire_id, state, is_linked, reason_code, since, created_at,
                    updated_at)
                SELECT %1$d + n, %1$d, 'Instance ' || n, 'u' || (%1$d + n), 'connected', TRUE, 'test', now(), now(), now()
                FROM generate_series(0, 999) n""".formatted(FIRST));
        inSteps("""
                INSERT INTO messages (id, user_id, session_id, recipient, message_type, content, status, attempts,
                    wa_message_id, created_at)
                SELECT %1$d + n, %1$d, %1$d + n %% 1000, '4915112345678', 'text', 'x',
                    CASE WHEN n < 900000 THEN 'sent' ELSE 'queued' END, CASE WHEN n < 900000 THEN 1 ELSE 0 END,
                    '3EB0E' || upper(lpad(to_hex(n), 17, '0')), now()
                FROM generate_series(%2$d, %3$d) n""");
        execute("""
                INSERT INTO lanes (session_id, head_id, due_at)
                SELECT %1$d + n, %1$d + 900000 + n, clock_timestamp() + CASE WHEN n < 10
                    THEN interval '0' ELSE interval '1 hour' END
                FROM generate_series(0, 999) n""".formatted(FIRST));
        execute("ANALYZE sessions, messages, lanes");
    }

    @AfterAll
    void emptyTheTables() throws SQLException {
        inSteps("DELETE FROM messages WHERE id BETWEEN %1$d + %2$d AND %1$d + %3$d");
        // What goes with each session is looked for in the whole table, which is to be empty for that.
        execute("VACUUM messages");
        execute("DELETE FROM users WHERE id = " + FIRST);
        execute("ANALYZE sessions, messages, lanes");
    }

    @Test
    void looksForDueLanesByIndex() throws SQLException {
        String plan = explain("""
                EXPLAIN SELECT session_id FROM lanes WHERE due_at <= statement_timestamp()
                ORDER BY due_at LIMIT 100 FOR UPDATE SKIP LOCKED""");

        assertThat(plan).contains("Index Scan using lanes_due").doesNotContain("Seq Scan");
    }

    @Test
    void looksForTheNextHeadByIndex() throws SQLException {
        String plan = explain("""
                EXPLAIN SELECT * FROM messages
                WHERE session_id = %1$d AND id >= %1$d + 900000 AND status IN ('queued', 'sending')
                ORDER BY id LIMIT 1""".formatted(FIRST + 5));

        assertThat(plan).contains("messages_open").doesNotContain("Seq Scan").doesNotContain("messages_pkey");
    }

    @Test
    void readsFewRowsForEachStep() throws SQLException {
        List<Claim> claimed = claims.claim("plan", 1);
        long before = rowsRead();
        for (int i = 0; i < 5; i++) {
            claimed = new ArrayList<>(claims.claim("plan", 1));
            Claim.Head head = (Claim.Head) claimed.getFirst();
            for (int step = 0; step < 20; step++) {
                LaneSettlement.Lane next = settlement.taken(head, taken(), Duration.ZERO, true);
                head = ((LaneSettlement.Lane.Held) next).next();
            }
        }
        long read = rowsRead() - before;

        // 100 settlements: each reads the settled message and the next one, some of them more than once.
        assertThat(read).isLessThan(100 * 20);
    }

    private static DeliveryOutcome.Taken taken() {
        return new DeliveryOutcome.Taken(MessageStatus.SENT, Instant.parse("2026-05-01T10:00:00Z"));
    }

    private long rowsRead() throws SQLException {
        execute("SELECT pg_stat_force_next_flush()");
        return Long.parseLong(explain("""
                SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables WHERE relname = 'messages'"""));
    }

    /** Each step is well within the time a statement may take. */
    private void inSteps(String sql) throws SQLException {
        for (int from = 0; from < MESSAGES; from += STEP) {
            execute(sql.formatted(FIRST, from, from + STEP - 1));
        }
    }

    private String explain(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            StringBuilder lines = new StringBuilder();
            while (rows.next()) {
                lines.append(rows.getString(1)).append('\n');
            }
            return lines.toString().strip();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
