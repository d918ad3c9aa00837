package io.sanasend.api.testing;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * Has the clock of the database jump. PostgreSQL's own functions are not to be changed, but the service calls them without
 * their schema: a schema that comes first on the search path of its user has functions of the same names, which add what a
 * table says. Nothing else about the statements is different.
 */
@ApplicationScoped
public class JumpingDatabase {

    private static final List<String> VOLATILE = List.of("clock_timestamp");
    private static final List<String> STABLE = List.of("now", "statement_timestamp", "transaction_timestamp");

    private final AgroalDataSource database;

    JumpingDatabase(AgroalDataSource database) {
        this.database = database;
    }

    /** Has every connection from now on ask the clock that jumps. */
    public void install() throws SQLException {
        execute(
                "CREATE SCHEMA jump",
                "CREATE TABLE jump.jumps (by interval NOT NULL)",
                "INSERT INTO jump.jumps VALUES ('0')");
        for (String name : VOLATILE) {
            execute(function(name, "VOLATILE"));
        }
        for (String name : STABLE) {
            execute(function(name, "STABLE"));
        }
        execute("ALTER ROLE CURRENT_USER SET search_path = jump, pg_catalog, public");
        database.flush(FlushMode.GRACEFUL);
    }

    private static String function(String name, String kind) {
        return "CREATE FUNCTION jump." + name + "() RETURNS timestamptz LANGUAGE sql " + kind
                + " AS 'SELECT pg_catalog." + name + "() + by FROM jump.jumps'";
    }

    /** Shows another time from now on. */
    public void jump(Duration time) throws SQLException {
        execute("UPDATE jump.jumps SET by = by + interval '" + time.toSeconds() + " seconds'");
    }

    /** PostgreSQL's own clock again. */
    public void remove() throws SQLException {
        execute("ALTER ROLE CURRENT_USER RESET search_path");
        database.flush(FlushMode.GRACEFUL);
        execute("DROP SCHEMA jump CASCADE");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
