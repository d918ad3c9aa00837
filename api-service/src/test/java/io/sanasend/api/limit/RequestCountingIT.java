package io.sanasend.api.limit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.sanasend.api.authentication.ContextWitness;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.DatabaseCost;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests are counted before anything is done with them, and every answer tells what is left. */
@ApiTest
@TestProfile(RequestCountingIT.FewRequests.class)
class RequestCountingIT {

    private static final String OTHER_ADDRESS = "198.51.100.";
    private static final String ME = "/api/v1/auth/me/";

    /** Small quotas, so that a test can spend them in a moment; they flow back over a minute. */
    public static final class FewRequests implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sanasend.limits.requests-per-key", "4",
                    "sanasend.limits.requests-per-user", "5",
                    "sanasend.limits.requests-per-address", "3",
                    "sanasend.security.trusted-proxies", "127.0.0.1");
        }
    }

    @Inject
    RedisDataSource redis;

    @Inject
    SessionFactory database;

    @Inject
    MeterRegistry metrics;

    @Inject
    ContextWitness witness;

    @BeforeEach
    void forgetEarlierRequests() {
        redis.flushall();
    }

    @Test
    void limitsAKeyAndNoOtherOfTheSameUserOrOfAnother() {
        Tenant tenant = TestCallers.newTenant();
        String key = tenant.newKey();
        String second = tenant.newKey();
        redis.flushall();
        String others = newKeyOfAnother();

        for (int left = 3; left >= 0; left--) {
            with(key)
                    .get(ME)
                    .then()
                    .statusCode(200)
                    .header("RateLimit-Policy", "\"requests-per-key\";q=4;w=60")
                    .header("RateLimit", matchesPattern("\"requests-per-key\";r=" + left + ";t=[0-9]+"))
                    .header("X-RateLimit-Limit", "4")
                    .header("X-RateLimit-Remaining", Integer.toString(left));
        }

        long before = Instant.now().getEpochSecond();
        with(key)
                .get(ME)
                .then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("1[0-5]"))
                .header("RateLimit", matchesPattern("\"requests-per-key\";r=0;t=[0-9]+"))
                .header("X-RateLimit-Remaining", "0")
                .header("X-Request-Id", notNullValue())
                .header("X-Content-Type-Options", "nosniff")
                .body("error_code", equalTo("RATE_LIMIT_EXCEEDED"))
                .body("success", equalTo(false))
                .body("rate_limit.limit", equalTo(4))
                .body("rate_limit.current", equalTo(4))
                .body("rate_limit.period", equalTo("minute"))
                .body("rate_limit.reset_time", matchesPattern("20.*Z"));
        assertThat(Long.parseLong(with(key).get(ME).header("X-RateLimit-Reset")))
                .isBetween(before, before + 62);
        assertThat(with(second).get(ME).statusCode()).isEqualTo(200);
        assertThat(tenant.bare().get(ME).statusCode()).isEqualTo(200);
        assertThat(with(others).get(ME).statusCode()).isEqualTo(200);
    }

    @Test
    void manyThatAreCountedTogetherGoOnEachOnItsOwnEventLoop() throws InterruptedException {
        String key = TestCallers.newTenant().newKey();
        int before = witness.seen();
        List<Integer> statuses = new CopyOnWriteArrayList<>();

        try (ExecutorService callers = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 200; i++) {
                callers.submit(() -> statuses.add(with(key).get(ME).statusCode()));
            }
        }

        assertThat(statuses).hasSize(200).containsOnly(200, 429);
        assertThat(witness.seen() - before).isBetween(4, 200);
        assertThat(witness.astray()).isEmpty();
    }

    @Test
    void limitsAllLoginsOfAUserTogether() {
        Tenant tenant = TestCallers.newTenant();
        Tenant other = TestCallers.newTenant();
        for (int left = 4; left >= 0; left--) {
            tenant.bare()
                    .get(ME)
                    .then()
                    .statusCode(200)
                    .header("RateLimit-Policy", "\"requests-per-user\";q=5;w=60")
                    .header("RateLimit", matchesPattern("\"requests-per-user\";r=" + left + ";t=[0-9]+"));
        }

        double before = refused("requests-per-user");
        tenant.bare().get(ME).then().statusCode(429).body("rate_limit.limit", equalTo(5));
        assertThat(refused("requests-per-user")).isEqualTo(before + 1);
        assertThat(other.bare().get(ME).statusCode()).isEqualTo(200);
    }

    @Test
    void limitsAnAddressWithoutACredentialOrWithWrongOnes() {
        String wrong = TestCallers.newTenant().newKey().replaceFirst("wsk_............", "wsk_000000000000");
        redis.flushall();

        assertThat(from(1).get(ME).statusCode()).isEqualTo(401);
        assertThat(from(1).header("X-Api-Key", wrong).get(ME).statusCode()).isEqualTo(401);
        assertThat(from(1).header("Authorization", "Bearer nonsense").get(ME).statusCode())
                .isEqualTo(401);

        from(1).header("X-Api-Key", wrong)
                .get(ME)
                .then()
                .statusCode(429)
                .header("RateLimit-Policy", "\"requests-per-address\";q=3;w=60")
                .body("rate_limit.limit", equalTo(3));
        assertThat(from(1).body(Map.of("username", "nobody", "password", "wrong password"))
                        .contentType(ContentType.JSON)
                        .post("/api/v1/auth/login/")
                        .statusCode())
                .isEqualTo(429);
        assertThat(from(2).get(ME).statusCode()).isEqualTo(401);
        Tenant tenant = TestCallers.newTenant();
        assertThat(tenant.bare()
                        .header("X-Forwarded-For", OTHER_ADDRESS + 1)
                        .get(ME)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void countsANetworkOf64BitsAsOneAddress() {
        for (int host = 1; host <= 3; host++) {
            assertThat(given().header("X-Forwarded-For", "2001:db8:1:2::" + host)
                            .get(ME)
                            .statusCode())
                    .isEqualTo(401);
        }

        assertThat(given().header("X-Forwarded-For", "2001:db8:1:2:ffff::9")
                        .get(ME)
                        .statusCode())
                .isEqualTo(429);
        assertThat(given().header("X-Forwarded-For", "2001:db8:1:3::1").get(ME).statusCode())
                .isEqualTo(401);
    }

    @Test
    void believesTheProxyAloneAboutTheAddress() {
        for (int forged = 1; forged <= 3; forged++) {
            given().header("X-Forwarded-For", "203.0.113." + forged + ", " + OTHER_ADDRESS + 9)
                    .get(ME)
                    .then()
                    .statusCode(401);
        }

        given().header("X-Forwarded-For", "203.0.113.77, " + OTHER_ADDRESS + 9)
                .get(ME)
                .then()
                .statusCode(429);
    }

    @Test
    void sparesWhatIsNoCallAndCountsEveryWayToWriteAPath() {
        for (int i = 0; i < 6; i++) {
            assertThat(from(1).get("/health/").statusCode()).isEqualTo(200);
            assertThat(from(1).get("/api/schema").statusCode()).isEqualTo(200);
            from(1).header("Origin", "https://app.example.com")
                    .header("Access-Control-Request-Method", "POST")
                    .options(ME)
                    .then()
                    .statusCode(204);
            from(1).header("Origin", "https://unknown.example.com")
                    .header("Access-Control-Request-Method", "POST")
                    .options(ME);
        }

        for (String path : new String[] {"/%61pi/v1/auth/me", "//api/v1/auth/me", "/x/../api/v1/auth/me/"}) {
            assertThat(from(1).urlEncodingEnabled(false).get(path).statusCode()).isEqualTo(401);
        }
        assertThat(from(1).get(ME).statusCode()).isEqualTo(429);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/auth/me/, 200",
        "HEAD, /api/v1/auth/me, 200",
        "GET, /api/v1/nothing/here/, 404",
        "GET, /api/nothing, 404",
        "GET, /api/v1/messages/9999999/, 404",
        "GET, /api/v1/users/, 403",
        "DELETE, /api/v1/auth/me/, 405",
        "OPTIONS, /api/v1/auth/me/, 200",
        "POST, /api/v1/api-keys/, 400",
        "GET, /api/v1/messages/list/?page=x, 422"
    })
    void tellsWhatIsLeftWithEveryAnswer(String method, String path, int status) {
        String key = TestCallers.newTenant().newKey();

        Response answer = with(key).contentType(ContentType.JSON).request(method, path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertTold(answer, "requests-per-key", 3);
    }

    @Test
    void tellsItWithRefusalsThatNoResourceMakes() {
        String key = TestCallers.newTenant().newKey();

        Response long1 = with(key).get("/api/v1/messages/list/?search=" + "x".repeat(9_000));
        Response header = with(key).header("X-Long", "x".repeat(17_000)).get(ME);
        Response type = with(key).contentType("text/plain").body("x").post("/api/v1/messages/send-text/");
        Response large = with(key)
                .contentType(ContentType.JSON)
                .body("x".repeat(1_100_000))
                .post("/api/v1/messages/send-text/");

        assertThat(long1.statusCode()).isEqualTo(414);
        assertTold(long1, "requests-per-key", 3);
        assertThat(header.statusCode()).isEqualTo(431);
        assertTold(header, "requests-per-key", 2);
        assertThat(type.statusCode()).isEqualTo(415);
        assertTold(type, "requests-per-key", 1);
        assertThat(large.statusCode()).isEqualTo(413);
        assertTold(large, "requests-per-key", 0);
        assertThat(with(key)
                        .contentType(ContentType.JSON)
                        .body("x".repeat(1_100_000))
                        .post("/api/v1/messages/send-text/")
                        .statusCode())
                .isEqualTo(429);
    }

    @Test
    void keepsTheConnectionOfARefusedRequestUsable() {
        String key = TestCallers.newTenant().newKey();
        for (int i = 0; i < 4; i++) {
            with(key).get(ME).then().statusCode(200);
        }

        for (int i = 0; i < 30; i++) {
            with(key)
                    .contentType(ContentType.JSON)
                    .body(Map.of("recipient", "+491701234567", "message", "x".repeat(4_000)))
                    .post("/api/v1/messages/send-text/")
                    .then()
                    .statusCode(429);
        }
    }

    @Test
    void letsPagesOfKnownOriginsReadIt() {
        from(1).header("Origin", "https://app.example.com")
                .get(ME)
                .then()
                .statusCode(401)
                .header("RateLimit", notNullValue())
                .header(
                        "Access-Control-Expose-Headers",
                        matchesPattern(".*RateLimit, RateLimit-Policy, Retry-After, X-RateLimit-Limit.*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/", "/api/docs/"})
    void saysNothingWhereNothingIsCounted(String path) {
        given().get(path).then().statusCode(200).header("RateLimit", nullValue());
    }

    @Test
    void refusesAPathThatCannotBeDecoded() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.getOutputStream()
                    .write("GET /api/v1/%zz HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 40");
        }
    }

    @Test
    void asksTheDatabaseNothingForARequestOfAKnownCaller() {
        String key = TestCallers.newTenant().newKey();
        with(key).get(ME);

        DatabaseCost cost =
                DatabaseCost.of(database, () -> with(key).get(ME).then().statusCode(200));

        assertThat(cost.statements()).isZero();
    }

    /** The budget: one round trip to Redis, and nothing else that waits. */
    @Test
    void asksRedisOnceForARequestAndNobodyElse() {
        Tenant tenant = TestCallers.newTenant();
        String key = tenant.newKey();
        with(key).get(ME);
        Map<String, Long> before = calls();

        with(key).get(ME).then().statusCode(200);
        from(1).get(ME).then().statusCode(401);
        tenant.bare().get("/api/v1/analytics/rate-limits/").then().statusCode(200);

        Map<String, Long> after = calls();
        assertThat(after.get("evalsha") - before.get("evalsha")).isEqualTo(3);
        Set<String> byTheScriptOrTheTest = Set.of("evalsha", "get", "set", "info");
        after.keySet().removeAll(byTheScriptOrTheTest);
        before.keySet().removeAll(byTheScriptOrTheTest);
        assertThat(after).isEqualTo(before);
    }

    /** Of Redis, by name; those that a script makes are no round trips. */
    private Map<String, Long> calls() {
        Map<String, Long> calls = new HashMap<>();
        redis.execute("INFO", "commandstats").toString().lines().forEach(line -> {
            if (line.startsWith("cmdstat_")) {
                String name = line.substring("cmdstat_".length(), line.indexOf(':'));
                calls.put(name, Long.parseLong(line.replaceFirst("^[^=]*=([0-9]+).*", "$1")));
            }
        });
        return calls;
    }

    private static void assertTold(Response answer, String limit, int left) {
        assertThat(answer.header("RateLimit-Policy")).startsWith("\"" + limit + "\";q=");
        assertThat(answer.header("RateLimit")).startsWith("\"" + limit + "\";r=" + left + ";t=");
        assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo(Integer.toString(left));
        assertThat(answer.header("X-RateLimit-Reset")).matches("[0-9]{10}");
    }

    private double refused(String limit) {
        return metrics.get("sanasend.limits.refused")
                .tag("limit", limit)
                .counter()
                .count();
    }

    private String newKeyOfAnother() {
        return TestCallers.newTenant().newKey();
    }

    private static RequestSpecification with(String key) {
        return given().header("X-Api-Key", key);
    }

    /** Without a credential, from the address with that end. */
    private static RequestSpecification from(int end) {
        return given().header("X-Forwarded-For", OTHER_ADDRESS + end);
    }
}
