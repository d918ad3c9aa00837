package io.sanasend.api.audit;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of the log and their head. */
@ApplicationScoped
class AuditTable {

    static final String COLUMNS = "id, at, actor_id, actor_name, credential, address, action, object_kind, object_id,"
            + " before, after, request_id, hash";

    private final AgroalDataSource database;
    private final Clock clock;

    AuditTable(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A row with the hash that is stored of it. */
    record Stored(AuditRow row, byte[] hash) {}

    /**
     * Where the chain ends.
     *
     * @param last the id of the last row there is, which is that of the head unless somebody was at the table
     */
    record Head(long id, Instant at, byte[] hash, long last) {}

    /**
     * Appends rows to the chain, in the transaction of the caller and with its connection.
     *
     * @throws PersistenceException if the database cannot; there is to be no commit then
     */
    void append(List<AuditedChange> entries) {
        try (Connection connection = database.getConnection()) {
            Head head = lockedHead(connection);
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO audit_log (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                for (AuditedChange entry : entries) {
                    head = add(insert, entry, head);
                }
                insert.executeBatch();
            }
            moveHead(connection, head);
        } catch (SQLException e) {
            // Without the driver's own words, which hold the row.
            throw new PersistenceException(
                    "the audit log cannot be written", new SQLException("state " + e.getSQLState(), e.getSQLState()));
        }
    }

    /** The head and the last row at one moment; null if somebody removed the head. */
    @Nullable
    Head head() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                SELECT id, at, hash, COALESCE((SELECT max(id) FROM audit_log), 0) FROM audit_head""")) {
            return rows.next() ? head(rows, rows.getLong(4)) : null;
        }
    }

    /** The rows from that id on, in order. */
    List<Stored> from(long id, int atMost) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT " + COLUMNS + " FROM audit_log WHERE id >= ? ORDER BY id LIMIT ?")) {
            statement.setLong(1, id);
            statement.setInt(2, atMost);
            List<Stored> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Stored(row(rows), rows.getBytes("hash")));
                }
            }
            return found;
        }
    }

    static AuditRow row(ResultSet rows) throws SQLException {
        return new AuditRow(
                rows.getLong("id"),
                rows.getObject("at", OffsetDateTime.class).toInstant(),
                new Actor(
                        rows.getObject("actor_id", Long.class),
                        rows.getString("actor_name"),
                        rows.getString("credential"),
                        rows.getString("address"),
                        rows.getString("request_id")),
                rows.getString("action"),
                rows.getString("object_kind"),
                rows.getString("object_id"),
                rows.getString("before"),
                rows.getString("after"));
    }

    private Head lockedHead(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, at, hash FROM audit_head FOR UPDATE")) {
            if (!rows.next()) {
                throw new SQLException("the head of the audit log is gone", "P0002");
            }
            return head(rows, rows.getLong(1));
        }
    }

    private static Head head(ResultSet rows, long last) throws SQLException {
        return new Head(rows.getLong(1), rows.getObject(2, OffsetDateTime.class).toInstant(), rows.getBytes(3), last);
    }

    private Head add(PreparedStatement insert, AuditedChange entry, Head head) throws SQLException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        // Clocks of replicas differ; in the order of the rows time does not go back.
        AuditRow row = new AuditRow(
                head.id() + 1,
                now.isBefore(head.at()) ? head.at() : now,
                entry.actor(),
                entry.action().wireName(),
                entry.action().objectKind(),
                entry.objectId(),
                entry.before().toJson(),
                entry.after().toJson());
        byte[] hash = row.hashAfter(head.hash());
        insert.setLong(1, row.id());
        insert.setObject(2, row.at().atOffset(ZoneOffset.UTC));
        insert.setObject(3, row.actor().id(), Types.BIGINT);
        insert.setString(4, row.actor().name());
        insert.setString(5, row.actor().credential());
        insert.setString(6, row.actor().address());
        insert.setString(7, row.action());
        insert.setString(8, row.objectKind());
        insert.setString(9, row.objectId());
        insert.setString(10, row.before());
        insert.setString(11, row.after());
        insert.setString(12, row.actor().requestId());
        insert.setBytes(13, hash);
        insert.addBatch();
        return new Head(row.id(), row.at(), hash, row.id());
    }

    private static void moveHead(Connection connection, Head head) throws SQLException {
        try (PreparedStatement move = connection.prepareStatement("UPDATE audit_head SET id = ?, at = ?, hash = ?")) {
            move.setLong(1, head.id());
            move.setObject(2, head.at().atOffset(ZoneOffset.UTC));
            move.setBytes(3, head.hash());
            move.executeUpdate();
        }
    }
}
