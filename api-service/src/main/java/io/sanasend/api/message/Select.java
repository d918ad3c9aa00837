package io.sanasend.api.message;

import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A statement that only reads, with its parameters in order. It runs without a transaction of its own: one round trip,
 * and nothing between the rows and what is made of them.
 */
record Select(String sql, List<Object> parameters) {

    /** Makes something of the present row. */
    interface Reader<T> {

        T read(ResultSet row) throws SQLException;
    }

    /**
     * All rows.
     *
     * @throws PersistenceException if the database does not answer, or not so
     */
    <T> List<T> from(DataSource database, Reader<T> reader) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 0;
            for (Object parameter : parameters) {
                statement.setObject(
                        ++index, parameter instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : parameter);
            }
            return read(statement, reader);
        } catch (SQLException e) {
            throw new PersistenceException("Messages could not be read", e);
        }
    }

    private static <T> List<T> read(PreparedStatement statement, Reader<T> reader) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        }
    }

    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
