package io.sanasend.api.analytics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.sanasend.api.calendar.CalendarConfig;
import io.sanasend.api.calendar.Days;
import io.sanasend.api.message.TestRetention;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.sanasend.api.usage.Figures;
import io.sanasend.api.usage.QuietInBerlin;
import io.sanasend.api.usage.TestRollUp;
import io.sanasend.api.usage.UsageDays;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Figures stay true whatever happens in whatever order: the best part of a year, with a change of clocks in it, of sending, settling,
 * trying anew, rolling up, dying and removing, and then each figure of each endpoint against what was done.
 */
@ApiTest
@TestProfile(QuietInBerlin.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsageTruthIT {

    /** No half of a year with the time of summer or winter is longer. */
    private static final int DAYS = 230;

    private static final Random RANDOM = new Random(20261123);

    @Inject
    EntityManager database;

    @Inject
    CalendarConfig calendar;

    @Inject
    Days days;

    @Inject
    Past past;

    @Inject
    TestRollUp rollUp;

    @Inject
    TestRetention retention;

    @Inject
    UsageDays usage;

    private SimulatedUse use;
    private List<Tenant> tenants;
    private int removed;

    /** Once: there is no service to be called before the first test. */
    @BeforeEach
    void liveThroughTheYear() {
        if (use != null) {
            return;
        }
        for (String table : List.of("messages", "usage_days", "usage_progress", "api_usage")) {
            past.run("DELETE FROM " + table, Map.of());
        }
        use = new SimulatedUse(database, usage, RANDOM);
        tenants = Stream.generate(TestCallers::newTenant).limit(3).toList();
        tenants.forEach(use::addUser);
        LocalDate today = days.today();
        for (LocalDate day = today.minusDays(DAYS); day.isBefore(today); day = day.plusDays(1)) {
            Instant end = days.startOf(day.plusDays(1));
            use.use(days.startOf(day), end);
            goOn(end.plus(Duration.ofMinutes(RANDOM.nextInt(600))));
        }
        use.use(days.startOf(today), days.now().toInstant());
    }

    private void goOn(Instant now) {
        Days then = new Days(calendar, Clock.fixed(now, ZoneOffset.UTC));
        for (int step = 0; step < 3; step++) {
            switch (RANDOM.nextInt(8)) {
                case 0 -> use.settle();
                case 1 -> use.hear();
                case 2 -> use.retry(RANDOM.nextInt(3) == 0);
                case 3 -> rollUp.crashAt(then);
                case 4, 5 -> rollUp.runAt(then);
                case 6 -> removed += retention.runAt(now);
                default -> assertTrue(then, now);
            }
        }
    }

    /** Of a user, and of all; but not today, when this test asks for something itself. */
    private void assertTrue(Days then, Instant now) {
        LocalDate last = Collections.min(List.of(then.today(), days.today().minusDays(1)));
        LocalDate first = last.minusDays(RANDOM.nextInt(DAYS));
        for (Long user : new Long[] {(long) tenants.get(RANDOM.nextInt(3)).id(), null}) {
            SortedMap<LocalDate, Figures> history = QuarkusTransaction.requiringNew()
                    .call(() -> new UsageHistory(database, then).byDay(user, first, last));
            history.forEach((day, figures) ->
                    assertThat(figures).as("%s of %s at %s", day, user, now).isEqualTo(truth(user, day)));
        }
    }

    private Figures truth(@Nullable Long user, LocalDate day) {
        return use.truth(user, days.startOf(day), days.startOf(day.plusDays(1)));
    }

    @Test
    void hasRemovedMessagesAndRolledDaysUp() {
        assertThat(removed).isGreaterThan(100);
        assertThat(days.startOf(days.today().minusDays(DAYS)).until(days.startOf(days.today()), ChronoUnit.HOURS))
                .isNotEqualTo(DAYS * 24L);
        assertThat(rows("SELECT DISTINCT state FROM usage_days")).contains("stale", "rolled", "emptied");
    }

    @Test
    void tellsAUserTheTruthWithALoginAndWithAKey() {
        for (Tenant tenant : tenants) {
            assertTrueSummary(tenant.bare(), "", (long) tenant.id());
            assertTrueSummary(given().header("X-Api-Key", tenant.newKey()), "/", (long) tenant.id());
            assertTrueStats(tenant.bare(), "/", "", (long) tenant.id());
            assertTrueStats(given().header("X-Api-Key", tenant.newKey()), "", "", (long) tenant.id());
            assertTrueHours(tenant.bare(), "", (long) tenant.id());
            assertTrueToday(tenant);
        }
    }

    @Test
    void tellsStaffTheTruthOfOneAndOfAll() {
        Tenant admin = TestCallers.admin();
        assertTrueSummary(admin.bare(), "", null);
        assertTrueStats(admin.bare(), "/", "", null);
        assertTrueHours(admin.bare(), "", null);
        long one = tenants.getFirst().id();
        assertTrueSummary(admin.bare().queryParam("user", one), "", one);
        assertTrueStats(admin.bare(), "", "&user=" + one, one);
        assertTrueHours(admin.bare(), "&user=" + one, one);
    }

    private void assertTrueSummary(RequestSpecification call, String slash, @Nullable Long user) {
        JsonPath summary = call.get("/api/v1/analytics/usage-summary" + slash + "?days=365")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        List<Map<String, Object>> rows = summary.getList("data.daily_breakdown");
        assertThat(rows).hasSize(365);
        rows.forEach(row -> assertTrueRow(row, user));
        Map<String, Object> totals = summary.getMap("data.totals");
        Figures all = use.truth(user, Instant.EPOCH, Instant.MAX);
        assertThat(members(totals)).isEqualTo(expected(all, requestsOf(totals)));
        assertThat(requestsOf(totals)).isGreaterThanOrEqualTo(all.requests());
    }

    private void assertTrueStats(RequestSpecification call, String slash, String query, @Nullable Long user) {
        LocalDate last = days.today().minusDays(RANDOM.nextInt(DAYS));
        List<Map<String, Object>> rows = call.get("/api/v1/analytics/usage-stats" + slash + "?page_size=100&start_date="
                        + last.minusDays(99) + "&end_date=" + last + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("results");

        assertThat(rows).hasSize(100);
        rows.forEach(row -> assertTrueRow(row, user));
    }

    /** Requests of today are those of this test as well. */
    private void assertTrueRow(Map<String, Object> row, @Nullable Long user) {
        LocalDate day = LocalDate.parse((String) row.get("date"));
        Figures truth = truth(user, day);
        boolean today = day.equals(days.today());
        assertThat(members(row))
                .as("%s of %s", day, user)
                .isEqualTo(expected(truth, today ? requestsOf(row) : truth.requests()));
    }

    private void assertTrueHours(RequestSpecification call, String query, @Nullable Long user) {
        List<Map<String, Object>> rows = call.get("/api/v1/analytics/usage-hours/?hours=48&page_size=100" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("results");

        assertThat(rows).hasSize(48);
        rows.forEach(row -> {
            Instant hour = Instant.parse((String) row.get("hour"));
            Figures truth = use.truth(user, hour, hour.plus(Duration.ofHours(1)));
            assertThat(List.of(
                            row.get("messages_accepted"),
                            row.get("messages_sent"),
                            row.get("media_sent"),
                            row.get("messages_failed")))
                    .as("%s of %s", hour, user)
                    .isEqualTo(List.of((int) truth.accepted(), (int) truth.sent(), (int) truth.mediaSent(), (int)
                            (truth.failed() + truth.expired())));
            assertThat(requestsOf(row)).isGreaterThanOrEqualTo(truth.requests());
        });
        assertThat(rows.stream().skip(2).mapToLong(UsageTruthIT::requestsOf).sum())
                .isPositive();
    }

    private void assertTrueToday(Tenant tenant) {
        Figures truth = truth((long) tenant.id(), days.today());
        JsonPath usage = tenant.bare()
                .get("/api/v1/analytics/current-usage/")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(usage.getLong("data.today.messages_sent")).isEqualTo(truth.sent());
        assertThat(usage.getLong("data.today.media_sent")).isEqualTo(truth.mediaSent());
        assertThat(usage.getLong("data.today.text_messages")).isEqualTo(truth.sent() - truth.mediaSent());
    }

    private static long requestsOf(Map<String, Object> row) {
        return ((Number) row.get("api_requests")).longValue();
    }

    private static List<Long> members(Map<String, Object> row) {
        Map<?, ?> types = (Map<?, ?>) row.get("by_type");
        return Stream.of(
                        row.get("messages_accepted"),
                        row.get("messages_sent"),
                        row.get("messages_failed"),
                        row.get("messages_expired"),
                        row.get("messages_cancelled"),
                        row.get("messages_open"),
                        row.get("media_sent"),
                        row.get("media_bytes"),
                        types.get("text"),
                        types.get("image"),
                        types.get("document"),
                        types.get("video"),
                        types.get("audio"),
                        row.get("api_requests"))
                .map(member -> ((Number) member).longValue())
                .toList();
    }

    private static List<Long> expected(Figures figures, long requests) {
        return List.of(
                figures.accepted(),
                figures.sent(),
                figures.failed() + figures.expired(),
                figures.expired(),
                figures.cancelled(),
                figures.open(),
                figures.mediaSent(),
                figures.mediaBytes(),
                figures.texts(),
                figures.images(),
                figures.documents(),
                figures.videos(),
                figures.audios(),
                requests);
    }

    private List<String> rows(String sql) {
        List<?> rows = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(sql, String.class).getResultList());
        return rows.stream().map(String.class::cast).toList();
    }
}
