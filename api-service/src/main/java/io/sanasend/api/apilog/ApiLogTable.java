package io.sanasend.api.apilog;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.postgresql.PGConnection;

/**
 * Writes requests, and how many each user made in each quarter of an hour, in one transaction: the counts outlive the
 * rows, and no day of any time zone begins within a quarter. The commit does not wait for the disk, so that nobody else waits
 * behind it: PostgreSQL writes it there within three rounds of its WAL writer, 0.6 seconds by default, and loses it if its
 * machine crashes before. A crash of the service alone loses what waits in memory, a quarter of a second by default; both
 * at once, less than a second. Rows and counts are lost together. Confined to the log's thread.
 */
@ApplicationScoped
class ApiLogTable {

    static final long QUARTER = 900;

    private static final String COPY = """
            COPY api_requests (id, user_id, endpoint, method, status, duration_ms, key_prefix, address, request_id,
                error_code)
            FROM STDIN""";

    /** In the order of the key, so that replicas wait for each other and never in a circle. */
    private static final String COUNT = """
            INSERT INTO api_usage (user_id, slot, requests)
            SELECT * FROM unnest(?::bigint[], ?::timestamptz[], ?::bigint[]) AS n (user_id, slot, requests)
            ORDER BY user_id, slot
            ON CONFLICT (user_id, slot) DO UPDATE SET requests = api_usage.requests + EXCLUDED.requests""";

    private final AgroalDataSource database;
    private final DayPartitions partitions;
    private final int replica;
    private long lastId;

    ApiLogTable(AgroalDataSource database, DayPartitions partitions, RandomGenerator random) {
        this.database = database;
        this.partitions = partitions;
        this.replica = random.nextInt(1_000);
    }

    void write(List<ApiRequest> batch) throws SQLException, IOException {
        CopyText rows = new CopyText();
        Map<Long, Map<Instant, Long>> counts = new HashMap<>();
        long firstId = LogTime.next(lastId, batch.getFirst().at(), replica);
        for (ApiRequest request : batch) {
            lastId = LogTime.next(lastId, request.at(), replica);
            add(rows, request);
            counts.computeIfAbsent(userOf(request), user -> new TreeMap<>()).merge(slotOf(lastId), 1L, Long::sum);
        }
        partitions.require(LogTime.timeOf(firstId), LogTime.timeOf(lastId));
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                write(connection, rows, counts);
                connection.commit();
            } catch (SQLException | IOException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static void write(Connection connection, CopyText rows, Map<Long, Map<Instant, Long>> counts)
            throws SQLException, IOException {
        try (Statement settings = connection.createStatement()) {
            settings.execute("SET LOCAL synchronous_commit = off");
        }
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY, new ByteArrayInputStream(rows.bytes()));
        count(connection, counts);
    }

    private void add(CopyText rows, ApiRequest request) {
        rows.add(lastId)
                .add(request.userId())
                .add(request.endpoint())
                .add(request.method())
                .add(request.status())
                .add(Math.clamp(request.duration().toMillis(), 0, Integer.MAX_VALUE))
                .add(request.keyPrefix())
                .add(request.address() == null ? null : request.address().getHostAddress())
                .add(request.requestId())
                .add(request.errorCode())
                .endRow();
    }

    private static long userOf(ApiRequest request) {
        return request.userId() == null ? 0 : request.userId();
    }

    private static Instant slotOf(long id) {
        long second = LogTime.timeOf(id).getEpochSecond();
        return Instant.ofEpochSecond(second - Math.floorMod(second, QUARTER));
    }

    private static void count(Connection connection, Map<Long, Map<Instant, Long>> counts) throws SQLException {
        int size = counts.values().stream().mapToInt(Map::size).sum();
        Object[] users = new Object[size];
        Object[] slots = new Object[size];
        Object[] requests = new Object[size];
        int row = 0;
        for (Map.Entry<Long, Map<Instant, Long>> user : counts.entrySet()) {
            for (Map.Entry<Instant, Long> slot : user.getValue().entrySet()) {
                users[row] = user.getKey();
                slots[row] = OffsetDateTime.ofInstant(slot.getKey(), ZoneOffset.UTC);
                requests[row++] = slot.getValue();
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
            statement.setArray(1, connection.createArrayOf("bigint", users));
            statement.setArray(2, connection.createArrayOf("timestamptz", slots));
            statement.setArray(3, connection.createArrayOf("bigint", requests));
            statement.executeUpdate();
        }
    }
}
