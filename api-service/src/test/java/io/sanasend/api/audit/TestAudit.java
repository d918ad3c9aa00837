package io.sanasend.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.sanasend.api.testing.TestCallers;
import java.util.List;
import java.util.Map;

/** What the audit log says, as staff read it. */
final class TestAudit {

    private TestAudit() {}

    /** One row. */
    record Row(String action, Map<String, Object> before, Map<String, Object> after, Map<String, Object> all) {}

    /** All about an object, oldest first. */
    static List<Row> of(String object) {
        JsonPath answer = TestCallers.admin()
                .bare()
                .queryParam("object", object)
                .queryParam("page_size", 100)
                .get("/api/v1/audit-log/")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        List<Map<String, Object>> rows = answer.getList("results");
        return rows.reversed().stream().map(TestAudit::row).toList();
    }

    @SuppressWarnings("unchecked")
    private static Row row(Map<String, Object> all) {
        return new Row(
                (String) all.get("action"),
                (Map<String, Object>) all.get("before"),
                (Map<String, Object>) all.get("after"),
                all);
    }

    static List<String> actionsOn(String object) {
        return of(object).stream().map(Row::action).toList();
    }

    static long head() {
        return TestCallers.admin()
                .bare()
                .get("/api/v1/audit-log/?page_size=1")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("count");
    }

    static void isIntact() {
        Map<String, Object> verdict = TestCallers.admin()
                .bare()
                .get("/api/v1/audit-log/verify/")
                .then()
                .statusCode(200)
                .extract()
                .path("data");
        assertThat(verdict).containsEntry("is_intact", true);
    }
}
