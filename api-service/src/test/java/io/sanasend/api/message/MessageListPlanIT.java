package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.api.answer.PageQuery;
import io.sanasend.api.calendar.Days;
import io.sanasend.api.recipient.Recipients;
import io.sanasend.api.security.Caller;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.RecordedStatement;
import io.sanasend.api.testing.RecordingDatabase;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Lists stay quick in a large table: few statements, each by index, whatever the filter. */
@ApiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageListPlanIT {

    private static final long FIRST_USER = 5_000_001;
    private static final long USER = FIRST_USER + 17;
    private static final Caller CALLER = new Caller(USER, "many17", Set.of(), new Caller.Origin.Login(new UUID(0, 0)));

    @Inject
    DataSource database;

    @Inject
    Recipients recipients;

    @Inject
    Days days;

    @Inject
    ObjectMapper json;

    /** A hundred thousand messages of fifty users; every user has two sessions. */
    @BeforeAll
    void fillTheTable() throws SQLException {
        execute("""
                INSERT INTO users (id, username, password_hash, max_messages_per_day, max_messages_per_minute, created_at)
                SELECT %1$d + n, 'many' || n, 'none', 1, 1, now() FROM generate_series(0, 49) n""".formatted(FIRST_USER));
        execute("""
                INSERT INTO sessions (id, user_id, instance_name, wire_id, state, reason_code, since, created_at, updated_at)
                SELECT %1$d + n, %1$d + n %% 50, 'Instance ' || n, 'u' || (%1$d + n), 'logged_out', 'test', now(), now(), now()
                FROM generate_series(0, 99) n""".formatted(FIRST_USER));
        execute("""
                INSERT INTO messages (user_id, session_id, recipient, message_type, content, caption, reference, status,
                    wa_message_id, created_at)
                SELECT %1$d + n %% 50, %1$d + n %% 100, '49151' || (10000000 + n / 50 %% 300),
                    CASE WHEN n / 50 %% 10 = 0 THEN 'image' ELSE 'text' END,
                    CASE WHEN n / 50 %% 10 > 0 THEN 'Order ' || n || ' of ' || md5(n::text) || ' is on its way' END,
                    CASE WHEN n / 50 %% 10 = 0 THEN 'Picture of ' || md5(n::text) END,
                    'order-' || n / 50,
                    CASE n / 50 %% 20 WHEN 0 THEN 'failed' WHEN 1 THEN 'delivered' WHEN 2 THEN 'read' ELSE 'sent' END,
                    '3EB0F' || upper(lpad(to_hex(n), 17, '0')), now() - (100000 - n) * interval '1 minute'
                FROM generate_series(1, 100000) n""".formatted(FIRST_USER));
        execute("""
                INSERT INTO message_texts (message_id, user_id, body)
                SELECT id, user_id, concat_ws(E'\\n', recipient, content, caption) FROM messages WHERE user_id >= %d""".formatted(FIRST_USER));
        execute("ANALYZE users, sessions, messages, message_texts");
    }

    @AfterAll
    void emptyTheTable() throws SQLException {
        execute("DELETE FROM users WHERE id >= " + FIRST_USER);
    }

    @Test
    void findsByIndexWhateverTheFilter() throws SQLException, IOException {
        RecordingDatabase recording = new RecordingDatabase(database);
        MessageLog recordedLog = new MessageLog(recording.dataSource());
        List<Map<String, String>> filters = filters();

        for (Map<String, String> filter : filters) {
            MessageFilter.Criteria criteria = filterOf(filter).toCriteria(USER, recipients, days);

            for (PageQuery page : pages()) {
                recordedLog.find(criteria, page, CALLER);

                List<RecordedStatement> statements = recording.drain();
                assertThat(statements)
                        .as("%s, %s", filter, page)
                        .hasSizeBetween(1, page.cursor().isPresent() ? 1 : 2);
                for (RecordedStatement statement : statements) {
                    assertThat(wholeTables(plan(statement)))
                            .as("%s, %s, as asked: %s", filter, page, plan(statement))
                            .isEmpty();
                    assertThat(wholeTables(genericPlan(statement)))
                            .as("%s, %s, prepared: %s", filter, page, genericPlan(statement))
                            .isEmpty();
                }
            }
        }
        assertThat(filters).hasSizeGreaterThan(40);
    }

    @Test
    void readsNoMoreRowsTheFurtherTheCursorIs() throws SQLException, IOException {
        RecordingDatabase recording = new RecordingDatabase(database);
        MessageLog recordedLog = new MessageLog(recording.dataSource());
        MessageFilter.Criteria criteria = filterOf(Map.of()).toCriteria(USER, recipients, days);
        OptionalLong cursor = OptionalLong.of(Long.MAX_VALUE);
        int seen = 0;

        while (cursor.isPresent()) {
            MessageLog.Found found = recordedLog.find(criteria, new PageQuery(1, 100, cursor, ""), CALLER);
            seen += found.messages().size();
            cursor = found.last() == null ? OptionalLong.empty() : OptionalLong.of(found.last());
            RecordedStatement statement = recording.drain().getFirst();
            assertThat(statement.sql()).endsWith("LIMIT 101");
            assertThat(rowsTouched(statement)).isLessThanOrEqualTo(101);
        }

        assertThat(seen).isEqualTo(2_000);
    }

    @Test
    void countsByIndexAlone() throws SQLException, IOException {
        execute("VACUUM (ANALYZE) messages");
        RecordingDatabase recording = new RecordingDatabase(database);
        MessageLog recordedLog = new MessageLog(recording.dataSource());

        for (String status : List.of("", "failed")) {
            MessageFilter.Criteria criteria = filterOf(Map.of("status", status)).toCriteria(USER, recipients, days);
            MessageLog.Found found = recordedLog.find(criteria, PageQuery.of("1", "1", null), CALLER);
            assertThat(found.count()).isEqualTo(status.isEmpty() ? 2_000 : 100);
            assertThat(nodes(plan(recording.drain().getFirst()))
                            .map(node -> node.path("Node Type").asText()))
                    .contains("Index Only Scan");
        }
    }

    @Test
    void readsOneMessageAndItsHistoryByIndex() throws SQLException, IOException {
        RecordingDatabase recording = new RecordingDatabase(database);
        MessageLog recordedLog = new MessageLog(recording.dataSource());
        long id = recordedLog
                .find(filterOf(Map.of()).toCriteria(USER, recipients, days), PageQuery.of(null, null, ""), CALLER)
                .messages()
                .getFirst()
                .id();
        recording.drain();

        recordedLog.one(CALLER, id).orElseThrow();
        recordedLog.historyOf(id);

        List<RecordedStatement> statements = recording.drain();
        assertThat(statements).hasSize(2);
        for (RecordedStatement statement : statements) {
            assertThat(wholeTables(plan(statement))).as("%s", plan(statement)).isEmpty();
        }
    }

    private static List<PageQuery> pages() {
        return List.of(
                PageQuery.of(null, null, null),
                PageQuery.of("3", "100", null),
                PageQuery.of(null, null, ""),
                new PageQuery(1, 20, OptionalLong.of(50_000), ""));
    }

    /** Each alone, each pair, and none. */
    private static List<Map<String, String>> filters() {
        List<Map.Entry<String, String>> single = List.of(
                Map.entry("status", "failed"),
                Map.entry("messageType", "image"),
                Map.entry("recipient", "+49 151 10000017"),
                Map.entry("session", "u" + USER),
                Map.entry("session", "Instance 67"),
                Map.entry("session", Long.toString(USER)),
                Map.entry("reference", "order-77"),
                Map.entry("since", "2026-01-01"),
                Map.entry("until", "2999-01-01T00:00:00Z"),
                Map.entry("search", "on its way"),
                Map.entry("search", "a1b2c3"),
                Map.entry("search", "or"),
                Map.entry("search", "7"));
        List<Map<String, String>> filters = new ArrayList<>();
        filters.add(Map.of());
        for (Map.Entry<String, String> one : single) {
            filters.add(Map.ofEntries(one));
            single.stream()
                    .filter(other -> other.getKey().compareTo(one.getKey()) > 0)
                    .forEach(other -> filters.add(Map.ofEntries(one, other)));
        }
        return filters;
    }

    private static MessageFilter filterOf(Map<String, String> values) {
        MessageFilter filter = new MessageFilter();
        filter.status = values.get("status");
        filter.messageType = values.get("messageType");
        filter.recipient = values.get("recipient");
        filter.session = values.get("session");
        filter.reference = values.get("reference");
        filter.since = values.get("since");
        filter.until = values.get("until");
        filter.search = values.get("search");
        return filter;
    }

    /** What is read from the first row to the last. */
    private static List<String> wholeTables(JsonNode plan) {
        return nodes(plan)
                .filter(node -> node.path("Node Type").asText().equals("Seq Scan"))
                .map(node -> node.path("Relation Name").asText())
                .filter(Set.of("messages", "message_texts")::contains)
                .toList();
    }

    private static Stream<JsonNode> nodes(JsonNode plan) {
        List<JsonNode> children = new ArrayList<>();
        plan.path("Plans").forEach(children::add);
        return Stream.concat(Stream.of(plan), children.stream().flatMap(MessageListPlanIT::nodes));
    }

    private long rowsTouched(RecordedStatement statement) throws SQLException, IOException {
        return nodes(explain("ANALYZE, FORMAT JSON", statement))
                .filter(node -> node.path("Relation Name").asText().equals("messages"))
                .mapToLong(node -> node.path("Actual Rows").asLong()
                        + node.path("Rows Removed by Filter").asLong())
                .sum();
    }

    private JsonNode plan(RecordedStatement statement) throws SQLException, IOException {
        return explain("FORMAT JSON", statement);
    }

    private JsonNode explain(String options, RecordedStatement statement) throws SQLException, IOException {
        try (Connection connection = database.getConnection();
                PreparedStatement explain =
                        connection.prepareStatement("EXPLAIN (" + options + ") " + statement.sql())) {
            for (Map.Entry<Integer, Object> parameter : statement.parameters().entrySet()) {
                explain.setObject(parameter.getKey(), parameter.getValue());
            }
            return read(explain.executeQuery());
        }
    }

    /** The plan that a statement prepared once and for all gets. */
    private JsonNode genericPlan(RecordedStatement statement) throws SQLException, IOException {
        StringBuilder sql = new StringBuilder();
        int index = 0;
        for (char c : statement.sql().toCharArray()) {
            sql.append(c == '?' ? "$" + ++index : String.valueOf(c));
        }
        String nulls = String.join(", ", Collections.nCopies(index, "NULL"));
        try (Connection connection = database.getConnection();
                Statement explain = connection.createStatement()) {
            explain.execute("SET plan_cache_mode = force_generic_plan");
            explain.execute("PREPARE prepared AS " + sql);
            try {
                return read(explain.executeQuery("EXPLAIN (FORMAT JSON) EXECUTE prepared(" + nulls + ")"));
            } finally {
                explain.execute("DEALLOCATE prepared");
                explain.execute("RESET plan_cache_mode");
            }
        }
    }

    private JsonNode read(ResultSet rows) throws SQLException, IOException {
        try (rows) {
            rows.next();
            return json.readTree(rows.getString(1)).get(0).get("Plan");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
