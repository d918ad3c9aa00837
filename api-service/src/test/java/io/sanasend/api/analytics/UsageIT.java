package io.sanasend.api.analytics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.path.json.JsonPath;
import io.sanasend.api.calendar.Days;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class UsageIT {

    private static final Duration MORNING = Duration.ofHours(1);

    @Inject
    TestNumbers numbers;

    @Inject
    Past past;

    @Inject
    Days days;

    @Inject
    SessionFactory database;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void countsEachMessageOnTheDayItWasAcceptedOn() {
        Number number = numbers.linked(events);
        LocalDate day = days.today().minusDays(3);
        Instant morning = days.startOf(day).plus(MORNING);
        past.message(number, morning, "text", "sent");
        past.message(number, morning, "text", "read");
        past.message(number, morning, "image", "delivered");
        past.message(number, morning, "text", "failed");
        past.message(number, morning, "text", "expired");
        past.message(number, morning, "text", "queued");
        past.message(number, days.startOf(day), "text", "sent");
        past.message(number, days.startOf(day).minusNanos(1_000), "document", "sent");
        past.requests(number.tenant().id(), days.startOf(day), 7);
        past.requests(number.tenant().id(), days.startOf(day.plusDays(1)).minus(Duration.ofMinutes(15)), 5);

        JsonPath rows = number.tenant()
                .bare()
                .get("/api/v1/analytics/usage-stats/?start_date=" + day.minusDays(2) + "&end_date=" + day)
                .then()
                .statusCode(200)
                .body("count", equalTo(3))
                .extract()
                .jsonPath();

        assertThat(contractRows(rows))
                .containsExactly(
                        row(day, 4, 12, 1, 2), row(day.minusDays(1), 1, 0, 1, 0), row(day.minusDays(2), 0, 0, 0, 0));
    }

    @Test
    void sumsUpTheBreakdownOfItsDays() {
        Number number = numbers.linked(events);
        Instant today = days.startOf(days.today());
        past.message(number, today, "text", "sent");
        past.message(number, today.minus(Duration.ofDays(6)), "image", "read");
        past.message(number, today.minus(Duration.ofDays(7)), "image", "read");
        past.message(number, today.minus(Duration.ofDays(2)), "text", "failed");
        past.requests(number.tenant().id(), today.minus(Duration.ofDays(1)), 40);

        JsonPath summary = number.tenant()
                .bare()
                .get("/api/v1/analytics/usage-summary?days=7")
                .then()
                .statusCode(200)
                .body("data.period.days", equalTo(7))
                .body(
                        "data.period.start_date",
                        equalTo(days.today().minusDays(6).toString()))
                .body("data.period.end_date", equalTo(days.today().toString()))
                .body("data.daily_breakdown", hasSize(7))
                .body("data.totals.messages_sent", equalTo(2))
                .body("data.totals.media_sent", equalTo(1))
                .body("data.totals.messages_failed", equalTo(1))
                .body("data.totals.api_requests", greaterThanOrEqualTo(40))
                .extract()
                .jsonPath();

        for (String figure : List.of("messages_sent", "media_sent", "messages_failed", "api_requests")) {
            List<Integer> daily = summary.getList("data.daily_breakdown." + figure);
            assertThat(daily.stream().mapToInt(Integer::intValue).sum())
                    .as(figure)
                    .isEqualTo(summary.getInt("data.totals." + figure));
        }
        assertThat(summary.<String>getList("data.daily_breakdown.date")).isSorted();
    }

    @Test
    void showsAUserWithoutAnyUseZeros() {
        Tenant tenant = TestCallers.newTenant();

        tenant.bare()
                .get("/api/v1/analytics/usage-summary/")
                .then()
                .statusCode(200)
                .body("data.daily_breakdown", hasSize(30))
                .body("data.totals.messages_sent", equalTo(0));
        tenant.bare()
                .get("/api/v1/analytics/usage-stats/?start_date=2199-01-01&end_date=2199-01-02")
                .then()
                .statusCode(200)
                .body("results.api_requests", contains(0, 0));
        tenant.bare()
                .get("/api/v1/analytics/api-logs/?end_date=2001-01-01")
                .then()
                .statusCode(200)
                .body("count", equalTo(0))
                .body("results", empty());
    }

    @Test
    void pagesThroughTheDays() {
        Tenant tenant = TestCallers.newTenant();
        LocalDate today = days.today();

        tenant.bare()
                .get("/api/v1/analytics/usage-stats/?page_size=25&page=2")
                .then()
                .statusCode(200)
                .body("count", equalTo(30))
                .body("results", hasSize(5))
                .body("results[0].date", equalTo(today.minusDays(25).toString()))
                .body("next", nullValue())
                .body("previous", notNullValue());
        tenant.bare()
                .get("/api/v1/analytics/usage-stats/?page_size=25&page=3")
                .then()
                .statusCode(200)
                .body("results", empty());
    }

    @Test
    void tellsWhatIsLeftOfTheLimits() {
        Number number = numbers.linked(events);
        number.tenant().limit(5, 2);
        Instant now = Instant.now();
        past.message(number, now, "text", "failed");
        past.message(number, now.minusSeconds(30), "text", "queued");
        past.message(number, now.minusSeconds(30), "text", "sent");
        past.message(number, now.minusSeconds(61), "text", "sent");
        past.message(number, days.startOf(days.today()).minusSeconds(1), "text", "sent");
        // Near midnight some of them belong to yesterday.
        int today = (int) List.of(0, 30, 30, 61).stream()
                .filter(age -> !now.minusSeconds(age).isBefore(days.startOf(days.today())))
                .count();

        number.tenant()
                .bare()
                .get("/api/v1/analytics/rate-limits/")
                .then()
                .statusCode(200)
                .body("data.daily.limit", equalTo(5))
                .body("data.daily.used", equalTo(today))
                .body("data.daily.remaining", equalTo(5 - today))
                .body(
                        "data.daily.reset_time",
                        equalTo(days.startOf(days.today().plusDays(1)).toString()))
                .body("data.minute.limit", equalTo(2))
                .body("data.minute.used", equalTo(3))
                .body("data.minute.remaining", equalTo(0))
                .body("data.minute.reset_time", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void countsItsOwnRequestsSoonAfterTheyWereAnswered(String slash) {
        Tenant tenant = TestCallers.newTenant();
        String key = tenant.newKey();
        for (int i = 0; i < 4; i++) {
            given().header("X-Api-Key", key).get("/api/v1/auth/me/").then().statusCode(200);
        }

        Awaitility.await()
                .untilAsserted(() -> given().header("X-Api-Key", key)
                        .get("/api/v1/analytics/current-usage" + slash)
                        .then()
                        .statusCode(200)
                        .body("data.today.api_requests", greaterThanOrEqualTo(5))
                        .body("data.this_hour.api_requests", greaterThanOrEqualTo(5))
                        .body("data.this_minute.messages_sent", equalTo(0))
                        .body("data.timestamp", notNullValue()));
        TestCallers.admin()
                .bare()
                .get("/api/v1/users/" + tenant.id() + "/")
                .then()
                .body("data.today_stats.api_requests", greaterThanOrEqualTo(5))
                .body("data.today_stats.messages_sent", equalTo(0));
    }

    @Test
    void countsTheMessagesOfToday() {
        Number number = numbers.linked(events);
        Instant now = Instant.now();
        past.message(number, now, "text", "sent");
        past.message(number, now, "video", "read");
        past.message(number, now, "text", "failed");
        past.message(number, days.startOf(days.today()).minusMillis(1), "text", "sent");

        number.tenant()
                .bare()
                .get("/api/v1/analytics/current-usage/")
                .then()
                .statusCode(200)
                .body("data.today.messages_sent", equalTo(2))
                .body("data.today.media_sent", equalTo(1))
                .body("data.today.text_messages", equalTo(1));
    }

    @Test
    void showsStaffTheFiguresOfAllOrOfOne() {
        Number one = numbers.linked(events);
        Number other = numbers.linked(events);
        LocalDate day = LocalDate.of(2011, 4, 5);
        past.message(one, days.startOf(day), "text", "sent");
        past.message(other, days.startOf(day), "text", "sent");
        past.requests(one.tenant().id(), days.startOf(day), 2);
        past.requests(0, days.startOf(day), 3);
        String path = "/api/v1/analytics/usage-stats/?start_date=2011-04-05&end_date=2011-04-05";
        Tenant admin = TestCallers.admin();

        assertThat(contractRows(admin.bare().get(path).jsonPath())).containsExactly(row(day, 2, 5, 0, 0));
        assertThat(contractRows(
                        admin.bare().get(path + "&user=" + one.tenant().id()).jsonPath()))
                .containsExactly(row(day, 1, 2, 0, 0));
        assertThat(one.tenant()
                        .bare()
                        .get(path + "&user=" + one.tenant().id())
                        .jsonPath()
                        .getList("results"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"usage-stats", "usage-hours", "usage-summary", "api-logs"})
    void keepsTheFiguresOfOthersFromAUser(String path) {
        Tenant tenant = TestCallers.newTenant();
        int other = TestCallers.newTenant().id();

        tenant.bare()
                .get("/api/v1/analytics/" + path + "/?user=" + other)
                .then()
                .statusCode(404)
                .body("error_code", equalTo("USER_NOT_FOUND"));
        TestCallers.admin()
                .bare()
                .get("/api/v1/analytics/" + path + "/?user=99999999")
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            usage-stats   | start_date=yesterday                         | start_date
            usage-stats   | end_date=2026-02-30                          | end_date
            usage-stats   | start_date=2026-02-02&end_date=2026-02-01    | end_date
            usage-stats   | start_date=2025-01-01&end_date=2026-02-01    | start_date
            usage-stats   | start_date=2199-12-01                        | start_date
            usage-stats   | start_date=0001-01-01                        | start_date
            usage-stats   | page=0                                       | page
            usage-stats   | user=me                                      | user
            usage-summary | days=0                                       | days
            usage-summary | days=366                                     | days
            usage-summary | days=ten                                     | days
            usage-summary | user=-1                                      | user
            usage-hours   | hours=0                                      | hours
            usage-hours   | hours=49                                     | hours
            usage-hours   | hours=1.5                                    | hours
            usage-hours   | user=x                                       | user
            usage-hours   | page_size=0                                  | page_size
            api-logs      | status_code=20                               | status_code
            api-logs      | method=G-T                                   | method
            api-logs      | start_date=1                                 | start_date
            api-logs      | cursor=x                                     | cursor
            api-logs      | page_size=101                                | page_size
            """)
    void namesTheParameterThatIsWrong(String path, String query, String parameter) {
        TestCallers.newTenant()
                .bare()
                .get("/api/v1/analytics/" + path + "/?" + query)
                .then()
                .statusCode(422)
                .body("error_code", equalTo("VALIDATION_FAILED"))
                .body("errors." + parameter, hasItem(notNullValue()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate-limits", "current-usage", "usage-stats", "usage-hours", "usage-summary", "api-logs"})
    void needsTheScopeForAnalytics(String path) {
        Tenant tenant = TestCallers.newTenant();
        String key = keyWith(tenant, "messages:send");
        String url = "/api/v1/analytics/" + path;

        given().get(url).then().statusCode(401);
        given().header("X-Api-Key", key).get(url).then().statusCode(403);
        given().header("X-Api-Key", keyWith(tenant, "analytics:read"))
                .get(url + "/")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate-limits",
                "current-usage",
                "usage-stats",
                "usage-hours",
                "usage-summary",
                "api-logs",
                "api-logs?cursor="
            })
    void readsWithAtMostThreeStatements(String path) {
        Tenant admin = TestCallers.admin();
        String url = "/api/v1/analytics/" + path + (path.contains("?") ? "&" : "?") + "user="
                + TestCallers.newTenant().id();
        Statistics statistics = database.getStatistics();

        // Lanes are looked at now and then, and who the caller is.
        Awaitility.await().untilAsserted(() -> {
            statistics.clear();
            admin.bare().get(url).then().statusCode(200);
            assertThat(statistics.getPrepareStatementCount()).isBetween(1L, 3L);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"usage-summary?days=365", "usage-hours?hours=48"})
    void readsAYearInOneStatement(String path) {
        Tenant tenant = TestCallers.newTenant();
        Statistics statistics = database.getStatistics();

        // Lanes are looked at now and then, and who the caller is.
        Awaitility.await().untilAsserted(() -> {
            statistics.clear();
            tenant.bare().get("/api/v1/analytics/" + path).then().statusCode(200);
            assertThat(statistics.getPrepareStatementCount()).isEqualTo(1);
        });
    }

    private static String keyWith(Tenant tenant, String scope) {
        return tenant.call()
                .body(Map.of("name", scope, "scopes", List.of(scope)))
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(201)
                .extract()
                .path("data.key");
    }

    /** The members that callers of the contract know. */
    private static List<Map<String, Object>> contractRows(JsonPath page) {
        List<Map<String, Object>> rows = page.getList("results");
        rows.forEach(row -> row.keySet()
                .retainAll(List.of("date", "messages_sent", "api_requests", "media_sent", "messages_failed")));
        return rows;
    }

    private static Map<String, Object> row(LocalDate date, int sent, int requests, int media, int failed) {
        return Map.of(
                "date", date.toString(),
                "messages_sent", sent,
                "api_requests", requests,
                "media_sent", media,
                "messages_failed", failed);
    }
}
