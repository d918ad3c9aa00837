package io.sanasend.api.apikey;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.logging.Logger;

/**
 * When keys were last used: collected in memory and written every few seconds in one statement, so that a request writes
 * nothing. A crash loses the last seconds. Safe for use by many threads.
 */
@ApplicationScoped
class KeyUses {

    private static final Logger LOG = Logger.getLogger(KeyUses.class);

    /** A time only ever moves forward, whichever replica comes later; the lock of the rows is taken in their order. */
    private static final String WRITE = """
            WITH used AS (
                SELECT k.id, u.at
                FROM unnest(?::bigint[], ?::timestamptz[]) AS u (id, at)
                JOIN api_keys k ON k.id = u.id
                WHERE k.last_used_at IS NULL OR k.last_used_at < u.at
                ORDER BY k.id
                FOR UPDATE OF k
            )
            UPDATE api_keys k SET last_used_at = used.at FROM used WHERE k.id = used.id
            """;

    private final AgroalDataSource database;
    private final ConcurrentMap<Long, Instant> latest = new ConcurrentHashMap<>();

    KeyUses(AgroalDataSource database) {
        this.database = database;
    }

    /** The key was used; holds as many entries as keys were used since the last writing. */
    void note(long keyRow, Instant at) {
        latest.merge(keyRow, at, KeyUses::later);
    }

    @Scheduled(
            every = "{sanasend.api-keys.last-used-interval}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void writeNowAndThen() {
        Map<Long, Instant> taken = new TreeMap<>();
        latest.keySet().forEach(key -> taken.put(key, latest.remove(key)));
        if (taken.isEmpty()) {
            return;
        }
        try {
            write(taken);
        } catch (SQLException e) {
            LOG.warnf("Times of last use are written later: the database does not take them (%s)", e.getSQLState());
            taken.forEach(this::note);
        }
    }

    /** Before the database's pool is closed. */
    void onStop(@Observes @Priority(1) ShutdownEvent stop) {
        writeNowAndThen();
    }

    private void write(Map<Long, Instant> uses) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(WRITE)) {
            statement.setArray(
                    1, connection.createArrayOf("bigint", uses.keySet().toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "timestamptz",
                            uses.values().stream().map(KeyUses::sqlTime).toArray()));
            statement.executeUpdate();
        }
    }

    private static OffsetDateTime sqlTime(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
