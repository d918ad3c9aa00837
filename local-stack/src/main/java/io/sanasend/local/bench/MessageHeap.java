package io.sanasend.local.bench;

import io.sanasend.local.stack.LocalStack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Fills the database with copies of a message that was really sent, spread over as many users as wanted. */
record MessageHeap(LocalStack stack) {

    /** The columns of a message that its copies share; read from the schema, so that a new column is copied as well. */
    private static final String SHARED_COLUMNS = """
            SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = 'messages'
              AND column_name NOT IN ('id', 'user_id', 'wa_message_id', 'created_at')""";

    /** The sender is the first of the users; the others exist in the table alone. */
    private static final String USERS = """
            INSERT INTO users (username, password_hash, max_messages_per_day, max_messages_per_minute, created_at)
            SELECT 'heap' || n, '', 1, 1, now() FROM generate_series(2, ?) n""";

    private static final String MESSAGES = """
            WITH owners AS (
                SELECT user_id AS id, 0 AS place FROM messages
                UNION ALL
                SELECT id, row_number() OVER (ORDER BY id) FROM users WHERE username LIKE 'heap%%'
            )
            INSERT INTO messages (user_id, wa_message_id, created_at, %1$s)
            SELECT owners.id, 'COPY' || lpad(n::text, 18, '0'), now() - (? - n) * interval '1 second', %2$s
            FROM generate_series(1, ?) n
            JOIN owners ON owners.place = n %% ?, (SELECT * FROM messages) original
            ORDER BY n""";

    void grow(int users, int messages) {
        try (Connection database = stack.connectToDatabase()) {
            try (PreparedStatement insert = database.prepareStatement(USERS)) {
                insert.setInt(1, users);
                insert.executeUpdate();
            }
            String columns = sharedColumns(database);
            String copied = columns.replaceAll("(^|, )", "$1original.");
            try (PreparedStatement insert = database.prepareStatement(MESSAGES.formatted(columns, copied))) {
                insert.setInt(1, messages);
                insert.setInt(2, messages);
                insert.setInt(3, users);
                insert.executeUpdate();
            }
            try (Statement analyze = database.createStatement()) {
                analyze.execute("ANALYZE");
            }
        } catch (SQLException e) {
            throw new BenchFailed("the database could not be filled: " + e.getMessage());
        }
    }

    private static String sharedColumns(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet columns = statement.executeQuery(SHARED_COLUMNS)) {
            columns.next();
            return columns.getString(1);
        }
    }
}
