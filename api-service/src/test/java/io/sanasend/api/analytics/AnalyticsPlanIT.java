package io.sanasend.api.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.apilog.LogTime;
import io.sanasend.api.calendar.Days;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures are read by index: a large table makes them no slower for those who have little in it. */
@ApiTest
class AnalyticsPlanIT {

    private static final int USERS = 20;

    @Inject
    TestNumbers numbers;

    @Inject
    Past past;

    @Inject
    Days days;

    @Inject
    DataSource source;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    private static @Nullable Number number;

    /**
     * Of twenty users: a million requests; 40,000 messages and 20,000 counts over a hundred days; and three years of days that are
     * rolled up, one of them to be counted anew.
     */
    @BeforeEach
    void fill() {
        if (number != null) {
            return;
        }
        List<Number> all =
                IntStream.range(0, USERS).mapToObj(i -> numbers.linked(events)).toList();
        number = all.getFirst();
        Long[] users = all.stream().map(one -> (long) one.tenant().id()).toArray(Long[]::new);
        Long[] sessions = all.stream().map(one -> (long) one.id()).toArray(Long[]::new);
        Map<String, Object> parameters = Map.of("users", users, "sessions", sessions);
        past.run("""
                INSERT INTO messages (user_id, session_id, recipient, message_type, status, wa_message_id, created_at)
                SELECT u.id, u.session, '4915112345678', 'text', 'sent', gen_random_uuid(), now() - n * interval '72 minutes'
                FROM unnest(CAST(:users AS bigint[]), CAST(:sessions AS bigint[])) AS u (id, session),
                    generate_series(1, 2000) n""", parameters);
        past.run("""
                INSERT INTO api_usage (user_id, slot, requests)
                SELECT u, date_trunc('hour', now()) - n * interval '150 minutes', 5
                FROM unnest(CAST(:users AS bigint[])) u, generate_series(1, 1000) n""", Map.of("users", users));
        past.run(
                "CREATE TABLE IF NOT EXISTS api_requests_of_the_past PARTITION OF api_requests FOR VALUES FROM ("
                        + LogTime.idAt(Instant.parse("2005-01-01T00:00:00Z")) + ") TO ("
                        + LogTime.idAt(Instant.parse("2006-01-01T00:00:00Z")) + ")",
                Map.of());
        past.run("""
                INSERT INTO api_requests (id, user_id, endpoint, method, status, duration_ms, request_id)
                SELECT :first + CAST(n AS bigint) * 1000000000 + u, u, '/api/v1/auth/me/', 'GET', 200, 1, 'r'
                FROM unnest(CAST(:users AS bigint[])) u, generate_series(1, 50000) n""", Map.of("users", users, "first", LogTime.idAt(Instant.parse("2005-06-01T00:00:00Z"))));
        past.run("""
                INSERT INTO usage_days (user_id, starts_at, ends_at, day, state, accepted, sent, failed, expired, cancelled,
                    texts, images, documents, videos, audios, media_sent, media_bytes, requests)
                SELECT u, t, t + interval '1 day', CAST(t AT TIME ZONE 'UTC' AS date), CASE n WHEN 20 THEN 'stale' ELSE 'rolled' END,
                    20, 20, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 5
                FROM unnest(CAST(:users AS bigint[])) u, generate_series(1, 1095) n,
                    LATERAL (SELECT CAST(:today AS timestamptz) - n * interval '1 day' AS t) d""", Map.of("users", users, "today", startOf(days.today())));
        past.run("""
                INSERT INTO usage_progress (user_id, rolled_until, zone)
                SELECT u, CAST(:today AS timestamptz), 'UTC' FROM unnest(CAST(:users AS bigint[])) u""", Map.of("users", users, "today", startOf(days.today())));
        past.run("ANALYZE messages, api_usage, api_requests, users, usage_days, usage_progress", Map.of());
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 100, 365})
    void readsByIndex(int length) {
        LocalDate today = days.today();
        LocalDate first = today.minusDays(length - 1L);
        Map<String, Object> span = Map.of(
                "starts",
                first.datesUntil(today.plusDays(1)).map(this::startOf).toArray(OffsetDateTime[]::new),
                "from",
                startOf(first),
                "to",
                startOf(today.plusDays(1)));
        Map<String, Object> dates = with(with(span, "first", first), "last", today);

        assertByIndex(UsageHistory.DAYS_OF_ONE, with(dates, "user", ownId()), "usage_days_of_user");
        assertByIndex(UsageHistory.DAYS_OF_ALL, dates, "usage_days_");
        assertByIndex(UsageHistory.HOURS_OF_ONE, with(span, "user", ownId()), "api_usage_pkey");
        assertByIndex(UsageHistory.HOURS_OF_ALL, span, "api_usage_pkey");
    }

    @Test
    void readsNoMessageOfADayThatIsRolledUp() {
        LocalDate today = days.today();
        OffsetDateTime[] starts = today.minusDays(364)
                .datesUntil(today.plusDays(1))
                .map(this::startOf)
                .toArray(OffsetDateTime[]::new);
        Map<String, Object> year = Map.of(
                "starts",
                starts,
                "from",
                starts[0],
                "to",
                startOf(today.plusDays(1)),
                "first",
                today.minusDays(364),
                "last",
                today,
                "user",
                ownId());

        String plan = past.executedPlan(UsageHistory.DAYS_OF_ONE, year);

        // Those of today, and of the one day to be counted anew; 2,000 are there.
        long read = Pattern.compile("messages m.*actual rows=(\\d+)")
                .matcher(plan)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
        assertThat(read).as(plan).isBetween(1L, 50L);
    }

    @Test
    void findsWhatIsToBeDoneByIndex() {
        OffsetDateTime old = startOf(days.today().minusDays(1_000));
        assertByIndex(
                "SELECT user_id FROM usage_days WHERE state = 'rolled' AND ends_at <= :end ORDER BY ends_at LIMIT 500",
                Map.of("end", old),
                "usage_days_to_seal");
        assertByIndex(
                "SELECT id FROM inbound_messages WHERE created_at < :end ORDER BY created_at LIMIT 500",
                Map.of("end", old),
                "inbound_messages_by_age");
    }

    @Test
    void readsThePresentByIndex() {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        Map<String, Object> user = Map.of("user", ownId(), "day", startOf(days.today()));

        assertByIndex(
                Usage.NOW,
                with(with(with(user, "hour", now), "minute", now), "minuteId", LogTime.idAt(now.toInstant())),
                "messages_");
        assertByIndex(Usage.ACCEPTED, with(user, "minuteAgo", now.minusMinutes(1)), "messages_");
    }

    @Test
    void readsTheLogByIndex() throws SQLException {
        long noon = LogTime.idAt(Instant.parse("2005-06-01T00:10:00Z"));
        ApiLogFilter.Criteria everybody = criteria();
        ApiLogFilter.Criteria cursor = criteria();
        cursor.add("id < :cursor", "cursor", noon);
        ApiLogFilter.Criteria own = criteria();
        own.add("user_id = :user", "user", ownId());
        ApiLogFilter.Criteria ownOfADay = criteria();
        ownOfADay.add("id >= :from", "from", noon);
        ownOfADay.add("user_id = :user", "user", ownId());
        ownOfADay.add("status = :status", "status", 404);

        assertByIndex(ApiLogRows.select(everybody) + " LIMIT 21", everybody.parameters(), "_id_idx");
        assertByIndex(ApiLogRows.select(cursor) + " LIMIT 21", cursor.parameters(), "_id_idx");
        assertByIndex(ApiLogRows.select(own) + " LIMIT 21", own.parameters(), "_user_id_id_idx");
        assertByIndex(ApiLogRows.select(ownOfADay) + " LIMIT 21", ownOfADay.parameters(), "_user_id_id_idx");
        assertByIndex(ApiLogRows.count(own), own.parameters(), "_user_id_id_idx");
        assertByIndex(ApiLogRows.count(ownOfADay), ownOfADay.parameters(), "_user_id_id_idx");
        vacuum();
        assertByIndex(ApiLogRows.count(everybody), everybody.parameters(), "_idx");
    }

    /** As the database does by itself once much was inserted. */
    private void vacuum() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM (ANALYZE) api_requests_of_the_past");
        }
    }

    private void assertByIndex(String sql, Map<String, Object> parameters, String index) {
        assertThat(past.plan(sql, parameters))
                .contains(index)
                .doesNotContain("Seq Scan on messages")
                .doesNotContain("Seq Scan on api_usage")
                .doesNotContain("Seq Scan on usage_days")
                .doesNotContain("Seq Scan on api_requests_of_the_past");
    }

    private static long ownId() {
        return Objects.requireNonNull(number).tenant().id();
    }

    private static ApiLogFilter.Criteria criteria() {
        return new ApiLogFilter.Criteria(new ArrayList<>(), new HashMap<>());
    }

    private static Map<String, Object> with(Map<String, Object> parameters, String name, Object value) {
        Map<String, Object> more = new HashMap<>(parameters);
        more.put(name, value);
        return more;
    }

    private OffsetDateTime startOf(LocalDate day) {
        return days.startOf(day).atOffset(ZoneOffset.UTC);
    }
}
