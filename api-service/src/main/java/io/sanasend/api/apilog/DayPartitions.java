package io.sanasend.api.apilog;

import io.agroal.api.AgroalDataSource;
import io.sanasend.api.schedule.ScheduledWork;
import io.sanasend.api.schedule.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The partitions of the log, one for each day of UTC: made ahead, or when a request needs one, and dropped as a whole when
 * their day is over for longer than the log is kept. A lock in the database lets one replica do either at a time; nobody waits
 * long for a lock of the table. Safe for use by many threads.
 */
@ApplicationScoped
class DayPartitions implements ScheduledWork {

    private static final Logger LOG = Logger.getLogger(DayPartitions.class);
    private static final String PREFIX = "api_requests_";
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    /** Any number that no other lock of this database has. */
    private static final String LOCK = "7311001";

    private static final int DAYS_AHEAD = 3;
    /** A little more than the longest span that can be asked for. */
    private static final Duration COUNTS_KEPT = Duration.ofDays(400);

    private final AgroalDataSource database;
    private final ApiLogConfig config;
    private final Clock clock;
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

    DayPartitions(AgroalDataSource database, ApiLogConfig config, Clock clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    /** Makes the partitions from one moment to another that are not known to be there. */
    void require(Instant first, Instant last) throws SQLException {
        require(dayOf(first), dayOf(last));
    }

    private void require(LocalDate first, LocalDate last) throws SQLException {
        List<LocalDate> missing = first.datesUntil(last.plusDays(1))
                .filter(day -> !known.contains(day))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        locked(statement -> {
            for (LocalDate day : missing) {
                statement.execute("CREATE TABLE IF NOT EXISTS " + PREFIX + DAY.format(day)
                        + " PARTITION OF api_requests FOR VALUES FROM (" + firstIdOf(day) + ") TO ("
                        + firstIdOf(day.plusDays(1)) + ")");
            }
        });
        known.addAll(missing);
    }

    @Override
    public String name() {
        return "api-log-partitions";
    }

    @Override
    public Duration interval() {
        return Duration.ofHours(1);
    }

    @Override
    public String run(Turn turn) throws SQLException {
        LocalDate today = dayOf(clock.instant());
        require(today, today.plusDays(DAYS_AHEAD));
        return dropBefore(dayOf(clock.instant().minus(config.retention()))).size() + " days dropped";
    }

    /** Drops what is older than that day, and counts that nobody can ask for any more; answers the days. */
    List<LocalDate> dropBefore(LocalDate oldest) throws SQLException {
        List<LocalDate> dropped = new ArrayList<>();
        locked(statement -> {
            for (String name : partitions(statement)) {
                LocalDate day = LocalDate.parse(name.substring(PREFIX.length()), DAY);
                if (day.isBefore(oldest)) {
                    statement.execute("DROP TABLE " + name);
                    dropped.add(day);
                }
            }
            statement.execute(
                    "DELETE FROM api_usage WHERE slot < '" + clock.instant().minus(COUNTS_KEPT) + "'");
        });
        dropped.forEach(known::remove);
        return dropped;
    }

    /** Those this service made; an operator may have attached others. */
    private static List<String> partitions(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid"
                + " WHERE inhparent = 'api_requests'::regclass AND relname ~ '^" + PREFIX + "[0-9]{8}$'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private void locked(Work work) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL lock_timeout = '3s'");
                statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
                work.with(statement);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static LocalDate dayOf(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }

    private static long firstIdOf(LocalDate day) {
        return LogTime.idAt(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** What is done while the lock is held. */
    @FunctionalInterface
    private interface Work {

        void with(Statement statement) throws SQLException;
    }
}
