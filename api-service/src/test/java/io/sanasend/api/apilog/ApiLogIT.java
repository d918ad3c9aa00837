package io.sanasend.api.apilog;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.specification.RequestSpecification;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.io.IOException;
import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@ApiTest
class ApiLogIT {

    @Inject
    EntityManager database;

    @Inject
    AgroalDataSource source;

    @Inject
    DayPartitions partitions;

    @Inject
    ApiLogConfig config;

    @Inject
    StrayRequests strays;

    @Inject
    Clock clock;

    @Test
    void logsARequestMadeWithALogin() {
        Tenant tenant = TestCallers.newTenant();
        Instant before = clock.instant();
        String id = newId();

        named(id, tenant.bare()).get("/api/v1/auth/me?secret=hidden").then().statusCode(200);

        Tuple row = rowOf(id);
        assertThat(row.get("endpoint")).isEqualTo("/api/v1/auth/me/");
        assertThat(row.get("method")).isEqualTo("GET");
        assertThat(row.get("status")).isEqualTo((short) 200);
        assertThat(row.get("user_id")).isEqualTo((long) tenant.id());
        assertThat(row.get("key_prefix")).isNull();
        assertThat(row.get("error_code")).isNull();
        assertThat(row.get("address")).isEqualTo("127.0.0.1");
        assertThat(row.get("duration_ms", Integer.class)).isBetween(0, 30_000);
        assertThat(LogTime.timeOf(row.get("id", Long.class))).isBetween(before.minusMillis(1), clock.instant());
    }

    @Test
    void namesTheKeyByItsReadableStart() {
        Tenant tenant = TestCallers.newTenant();
        String key = tenant.newKey();
        String id = newId();

        named(id, given().header("X-Api-Key", key))
                .get("/api/v1/sessions/status/" + 1)
                .then()
                .statusCode(404);

        Tuple row = rowOf(id);
        assertThat(row.get("endpoint")).isEqualTo("/api/v1/sessions/status/{id}/");
        assertThat(key).startsWith(row.get("key_prefix", String.class));
        assertThat(row.get("key_prefix", String.class).length()).isLessThan(key.length() / 2);
        assertThat(row.get("error_code")).isEqualTo("SESSION_NOT_FOUND");
        assertThat(row.get("user_id")).isEqualTo((long) tenant.id());
    }

    @Test
    void logsWhatIsRefusedWithoutTheRawPath() {
        Tenant tenant = TestCallers.newTenant();

        assertRefused(given(), call -> call, "/api/v1/users/", "/api/v1/users/", 401, "AUTHENTICATION_REQUIRED");
        assertRefused(tenant.bare(), call -> call, "/api/v1/users/7", "/api/v1/users/{id}/", 403, "PERMISSION_DENIED");
        assertRefused(
                TestCallers.admin().bare(),
                call -> call,
                "/api/v1/users/999999",
                "/api/v1/users/{id}/",
                404,
                "USER_NOT_FOUND");
        assertRefused(
                tenant.bare(),
                call -> call.queryParam("page", "x"),
                "/api/v1/messages/list/",
                "/api/v1/messages/list/",
                422,
                "VALIDATION_FAILED");
        assertRefused(tenant.bare(), call -> call, "/api/v1/no-such-path-4915112345678", "unknown", 404, "NOT_FOUND");
        assertRefused(
                tenant.bare(),
                call -> call.header("X-Long", "x".repeat(16_000)),
                "/api/v1/auth/me/",
                "unknown",
                431,
                "HEADERS_TOO_LARGE");
    }

    private void assertRefused(
            RequestSpecification caller,
            UnaryOperator<RequestSpecification> change,
            String path,
            String endpoint,
            int status,
            String error) {
        String id = newId();

        change.apply(named(id, caller)).get(path).then().statusCode(status);

        Tuple row = rowOf(id);
        assertThat(row.get("endpoint")).as(path).isEqualTo(endpoint);
        assertThat(row.get("status")).as(path).isEqualTo((short) status);
        assertThat(row.get("error_code")).as(path).isEqualTo(error);
    }

    /** The database may lose what it was given in the last three rounds of its WAL writer. */
    @Test
    void losesLessThanASecondIfServiceAndDatabaseCrashAtOnce() {
        int round = Integer.parseInt((String) QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "SELECT setting FROM pg_settings WHERE name = 'wal_writer_delay'", String.class)
                        .getSingleResult()));

        assertThat(config.interval().plusMillis(3L * round)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void leavesOtherPathsOut() {
        String id = newId();
        String marker = newId();
        named(id, given()).get("/health/live/").then().statusCode(200);
        named(marker, given()).get("/api/schema/").then().statusCode(200);

        assertThat(rowOf(marker).get("endpoint", String.class)).startsWith("/api/schema");
        assertThat(rowsOf(id)).isEmpty();
    }

    @Test
    void countsByQuarterAsItWrites() throws SQLException, IOException {
        long user = 900_000_001;
        ApiLogTable table = newTable();
        Instant quarter = Instant.parse("2031-05-01T10:15:00Z");

        table.write(List.of(
                request(user, quarter),
                request(user, quarter.plusSeconds(899)),
                request(user, quarter.plusSeconds(900))));
        table.write(List.of(request(user, quarter.plusSeconds(901)), request(null, quarter.plusSeconds(902))));

        List<?> counts = query("SELECT requests FROM api_usage WHERE user_id = " + user + " ORDER BY slot", Long.class);
        assertThat(counts.stream().map(Long.class::cast)).containsExactly(2L, 2L);
        assertThat(query("SELECT id FROM api_requests WHERE user_id = " + user, Long.class))
                .hasSize(4);
    }

    @Test
    void erasesWhatIsWrittenAfterItsUserIsGone() throws SQLException, IOException {
        long gone = 900_000_002;
        long present = TestCallers.newTenant().id();
        Instant at = Instant.parse("2034-05-01T10:00:00Z");
        newTable().write(List.of(request(gone, at), request(present, at), request(null, at)));

        strays.run(() -> true);

        String rows = "SELECT user_id FROM %s WHERE user_id IN (" + gone + ", " + present + ")";
        assertThat(query(rows.formatted("api_usage"), Long.class).stream().map(Long.class::cast))
                .contains(present)
                .doesNotContain(gone);
        assertThat(query(rows.formatted("api_requests"), Long.class).stream().map(Long.class::cast))
                .contains(present)
                .doesNotContain(gone);
    }

    @Test
    void writesADayOfItsOwnForEachDay() throws SQLException, IOException {
        Instant midnight = Instant.parse("2032-02-29T00:00:00Z");

        newTable().write(List.of(request(null, midnight.minusMillis(1)), request(null, midnight)));

        assertThat(partitions()).contains("api_requests_20320228", "api_requests_20320229");
    }

    @Test
    void dropsDaysThatAreOverForLong() throws SQLException, IOException {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate old = LocalDate.of(2020, 1, 1);
        newTable().write(List.of(request(null, clock.instant())));
        newTable().write(List.of(request(null, old.atStartOfDay(ZoneOffset.UTC).toInstant())));
        assertThat(partitions()).contains("api_requests_20200101");

        partitions.run(() -> true);

        assertThat(partitions())
                .doesNotContain("api_requests_20200101")
                .contains(
                        "api_requests_" + today.toString().replace("-", ""),
                        "api_requests_" + today.plusDays(3).toString().replace("-", ""));
        // What was dropped is made again when it is needed.
        newTable().write(List.of(request(null, old.atStartOfDay(ZoneOffset.UTC).toInstant())));
        assertThat(partitions()).contains("api_requests_20200101");
    }

    @Test
    void letsReplicasMakeTheSameDayAtOnce() throws Exception {
        Instant day = Instant.parse("2033-03-03T00:00:00Z");
        Callable<Void> make = () -> {
            new DayPartitions(source, config, clock).require(day, day);
            return null;
        };

        List<Future<Void>> made;
        try (ExecutorService replicas = Executors.newVirtualThreadPerTaskExecutor()) {
            made = replicas.invokeAll(Stream.generate(() -> make).limit(6).toList());
        }

        assertThat(made).allSatisfy(future -> assertThat(future.state()).isEqualTo(Future.State.SUCCESS));
        assertThat(partitions()).contains("api_requests_20330303");
    }

    /** As another replica would have it: ids only ever grow, and these tests travel in time. */
    private ApiLogTable newTable() {
        return new ApiLogTable(source, partitions, new SplittableRandom(1));
    }

    private static ApiRequest request(Long user, Instant at) throws IOException {
        return new ApiRequest(
                at,
                "/api/v1/auth/me/",
                "GET",
                200,
                Duration.ofMillis(3),
                user,
                null,
                InetAddress.getLoopbackAddress(),
                newId(),
                null);
    }

    private static RequestSpecification named(String id, RequestSpecification call) {
        return call.headers(Map.of("X-Request-Id", id));
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    private Tuple rowOf(String requestId) {
        Awaitility.await().until(() -> rowsOf(requestId).size() == 1);
        return (Tuple) rowsOf(requestId).getFirst();
    }

    private List<?> rowsOf(String requestId) {
        return query("SELECT * FROM api_requests WHERE request_id = '" + requestId + "'", Tuple.class);
    }

    private List<String> partitions() {
        return query(
                        "SELECT CAST(CAST(inhrelid AS regclass) AS text) FROM pg_inherits"
                                + " WHERE inhparent = CAST('api_requests' AS regclass)",
                        String.class)
                .stream()
                .map(String.class::cast)
                .toList();
    }

    private List<?> query(String sql, Class<?> type) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(sql, type).getResultList());
    }
}
