package io.sanasend.local.bench;

import io.sanasend.local.stack.LocalStack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Numbers and messages that exist in the database alone, for measurements that no phone could take part in. Has one connection
 * for all: each new one would have PostgreSQL start a process in the middle of what is measured.
 */
final class Numbers implements AutoCloseable {

    private static final String USERS = """
            INSERT INTO users (username, password_hash, max_messages_per_day, max_messages_per_minute, created_at)
            SELECT 'number' || n, '', 100000000, 100000000, now() FROM generate_series(1, ?) n""";

    private static final String UNLIMITED = """
            UPDATE users SET max_messages_per_day = 100000000, max_messages_per_minute = 100000000 WHERE username LIKE ?""";

    private static final String SESSIONS = """
            INSERT INTO sessions (user_id, instance_name, wire_id, is_primary, is_wanted, state, is_linked, linked_at,
                reason_code, since, phone, worker_id, profiles, connected_at, created_at, updated_at)
            SELECT id, 'Bench', 'u' || id, true, state = 'connected', state, true, timestamptz '2026-01-01 00:00:00Z',
                'bench', now(), '49152' || lpad(id::text, 8, '0'), NULLIF(?, ''), NULLIF(?, ''), now(), now(), now()
            FROM users, (SELECT CAST(? AS text) AS state) s WHERE username LIKE ?""";

    private static final String LANES = """
            INSERT INTO lanes (session_id) SELECT id FROM sessions WHERE instance_name = 'Bench'
            ON CONFLICT DO NOTHING""";

    private static final String DOWN = """
            UPDATE lanes SET down_since = now() FROM sessions s
            WHERE s.id = session_id AND s.instance_name = 'Bench' AND s.state <> 'connected'""";

    /** Round by round over all numbers, as steady traffic would fill the table. */
    private static final String MESSAGES = """
            INSERT INTO messages (user_id, session_id, recipient, message_type, content, status, wa_message_id, created_at)
            SELECT s.user_id, s.id, '4915209999999', 'text', 'measured', 'queued',
                '3EB0' || upper(lpad(to_hex(n), 18, '0')), now()
            FROM generate_series(?, ?) n
            JOIN (SELECT id, user_id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS all_of_them
                FROM sessions WHERE instance_name = 'Bench') s ON s.place = n % s.all_of_them
            ORDER BY n""";

    private static final String WAKE = """
            UPDATE lanes SET head_id = heads.id, due_at = clock_timestamp()
            FROM (SELECT session_id, min(id) AS id FROM messages WHERE status = 'queued' GROUP BY session_id) heads
            WHERE heads.session_id = lanes.session_id""";

    private final Connection database;

    private Numbers(Connection database) {
        this.database = database;
    }

    static Numbers of(LocalStack stack) {
        try {
            return new Numbers(stack.connectToDatabase());
        } catch (SQLException e) {
            throw new BenchFailed("the database could not be reached: " + e.getMessage());
        }
    }

    /** Lets users send more than anybody may set, by a pattern of LIKE for their names. */
    void unlimit(String names) {
        execute(UNLIMITED, update -> update.setString(1, names));
    }

    /** Users whom nobody can log in as. */
    void users(int count) {
        execute(USERS, insert -> insert.setInt(1, count));
    }

    /**
     * A linked number for each of the users.
     *
     * @param names of the users, as a pattern of LIKE
     * @param state of the sessions; those that are not connected are left alone by workers
     * @param worker that hosts them; empty for none
     */
    void link(String names, String state, String worker, String profiles) {
        execute(SESSIONS, insert -> {
            insert.setString(1, worker);
            insert.setString(2, profiles);
            insert.setString(3, state);
            insert.setString(4, names);
        });
        execute(LANES, insert -> {});
        execute(DOWN, insert -> {});
    }

    /** Messages from the first to the last number, in the queues of all numbers, which are not told yet. */
    void queue(int first, int last) {
        execute(MESSAGES, insert -> {
            insert.setInt(1, first);
            insert.setInt(2, last);
        });
        run("VACUUM ANALYZE");
    }

    /** Every number with a queued message is due. */
    void wake() {
        execute(WAKE, update -> {});
    }

    /** Messages that are not settled. */
    long open() {
        return count("SELECT count(*) FROM messages WHERE status IN ('queued', 'sending')");
    }

    long count(String query) {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new BenchFailed("the database could not be asked: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            throw new BenchFailed("the database could not be left: " + e.getMessage());
        }
    }

    /** Sets the parameters of a statement. */
    @FunctionalInterface
    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    private void execute(String sql, Parameters parameters) {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            parameters.set(statement);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new BenchFailed("the database could not be filled: " + e.getMessage());
        }
    }

    private void run(String command) {
        try (Statement statement = database.createStatement()) {
            statement.execute(command);
        } catch (SQLException e) {
            throw new BenchFailed(command + " failed: " + e.getMessage());
        }
    }
}
