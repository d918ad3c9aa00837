package io.sanasend.api.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class AuditLogResourceIT {

    private static final String PATH = "/api/v1/audit-log";

    @Inject
    Audit audit;

    @Inject
    EntityManager database;

    private final Tenant admin = TestCallers.admin();

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void isFilteredByWhoWhatAndWhen(String slash) {
        Tenant tenant = TestCallers.newTenant();
        Instant before = at("user/" + tenant.id());
        tenant.newKey();
        tenant.newKey();
        JsonPath own = get(slash, Map.of("actor", tenant.id())).extract().jsonPath();

        assertThat(own.getList("results.action")).containsExactly("api-key.create", "api-key.create");
        String newest = own.getString("results[0].at");
        String oldest = own.getString("results[1].at");
        get(slash, Map.of("actor", tenant.id(), "action", "user.create")).body("count", equalTo(0));
        get(slash, Map.of("object", own.getString("results[0].object"))).body("count", equalTo(1));
        get(slash, Map.of("object", "user", "page_size", 5)).body("results.action", everyItem(startsWith("user.")));
        get(slash, Map.of("actor", tenant.id(), "since", newest)).body("count", equalTo(1));
        get(slash, Map.of("actor", tenant.id(), "until", oldest)).body("count", equalTo(1));
        get(slash, Map.of("actor", tenant.id(), "since", oldest, "until", newest))
                .body("count", equalTo(2));
        get(slash, Map.of("actor", tenant.id(), "until", before.toString())).body("count", equalTo(0));
        get(slash, Map.of("since", "2999-01-01T00:00:00Z")).body("count", equalTo(0));
    }

    @Test
    void saysThatTheServiceMadeTheFirstUser() {
        get("/", Map.of("actor", "0", "object", "user/1", "action", "user.create"))
                .body("results.actor_name", contains(nullValue()));
    }

    @Test
    void isReadByCursorToItsEnd() {
        append("cursor", 5);
        List<Integer> ids = new ArrayList<>();
        String next = PATH + "/?object=scheduled-work/cursor&cursor=&page_size=2";
        while (next != null) {
            JsonPath page = admin.bare()
                    .urlEncodingEnabled(false)
                    .get(next)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            assertThat(page.<Object>get("count")).isNull();
            ids.addAll(page.getList("results.id"));
            next = page.getString("next");
        }

        assertThat(ids).hasSize(5).isSortedAccordingTo((one, other) -> other - one);
    }

    @Test
    void isPagedByNumber() {
        append("paged", 5);

        get("/", Map.of("object", "scheduled-work/paged", "page_size", 2, "page", 3))
                .body("count", equalTo(5))
                .body("results", hasSize(1))
                .body("next", nullValue())
                .body("previous", notNullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "actor, somebody",
        "actor, -1",
        "action, user.become",
        "object, nonsense/1",
        "since, yesterday",
        "until, 2026-13-01T00:00:00Z",
        "cursor, nonsense",
        "page, 0"
    })
    void refusesAFilterThatIsNone(String name, String value) {
        admin.bare().queryParam(name, value).get(PATH).then().statusCode(422).body("errors." + name, notNullValue());
    }

    @Test
    void refusesACursorOfAnotherList() {
        append("mine", 3);
        String next = admin.bare()
                .get(PATH + "/?object=scheduled-work/mine&cursor=&page_size=1")
                .jsonPath()
                .getString("next");

        admin.bare()
                .urlEncodingEnabled(false)
                .get(next.replace("mine", "other"))
                .then()
                .statusCode(422)
                .body("errors.cursor", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void isVerified(String slash) {
        append("verified", 2);

        JsonPath verdict = admin.bare()
                .get(PATH + "/verify" + slash)
                .then()
                .statusCode(200)
                .body("data.is_intact", equalTo(true))
                .body("data.broken_id", nullValue())
                .body("data.next_from", nullValue())
                .extract()
                .jsonPath();
        int head = verdict.getInt("data.head_id");

        assertThat(verdict.getInt("data.verified")).isEqualTo(head);
        admin.bare()
                .get(PATH + "/?page_size=1")
                .then()
                .body("results[0].id", equalTo(head))
                .body("results[0].hash", equalTo(verdict.getString("data.head_hash")));
        admin.bare()
                .get(PATH + "/verify" + slash + "?from=" + head)
                .then()
                .statusCode(200)
                .body("data.verified", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "1234567890123456789"})
    void refusesToVerifyFromNowhere(String from) {
        admin.bare().get(PATH + "/verify/?from=" + from).then().statusCode(422).body("errors.from", notNullValue());
    }

    @Test
    void isForStaffAndKeysThatAdminister() {
        Tenant tenant = TestCallers.newTenant();
        String key = admin.call()
                .body(Map.of("name", "audit", "scopes", List.of("admin")))
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(201)
                .extract()
                .path("data.key");

        given().header("X-Api-Key", key)
                .get(PATH + "/?page_size=1")
                .then()
                .statusCode(200)
                .body("count", greaterThan(1));
        given().header("X-Api-Key", tenant.newKey()).get(PATH).then().statusCode(403);
        tenant.bare().get(PATH + "/verify/").then().statusCode(403);
    }

    @Test
    void isReadByIndex() {
        QuarkusTransaction.requiringNew().run(() -> {
            database.createNativeQuery("SET LOCAL enable_seqscan = off").executeUpdate();
            for (Map<String, String> filter : List.of(
                    Map.<String, String>of(),
                    Map.of("actor", "1"),
                    Map.of("action", "user.change"),
                    Map.of("object", "user/1"),
                    Map.of("since", "2026-01-01T00:00:00Z", "until", "2026-12-31T00:00:00Z"))) {
                assertThat(plan(filter)).as(filter.toString()).contains("Index").doesNotContain("Seq Scan", "Sort");
            }
        });
    }

    private String plan(Map<String, String> wanted) {
        AuditFilter filter = new AuditFilter();
        filter.actor = wanted.get("actor");
        filter.action = wanted.get("action");
        filter.object = wanted.get("object");
        filter.since = wanted.get("since");
        filter.until = wanted.get("until");
        AuditFilter.Criteria criteria = filter.toCriteria();
        criteria.add("id < :cursor", "cursor", 1_000_000L);
        var query = database.createNativeQuery("EXPLAIN " + AuditRows.select(criteria) + " LIMIT 21", String.class);
        criteria.parameters().forEach(query::setParameter);
        return query.getResultList().toString();
    }

    private ValidatableResponse get(String slash, Map<String, ?> filter) {
        return admin.bare().queryParams(filter).get(PATH + slash).then().statusCode(200);
    }

    private Instant at(String object) {
        return Instant.parse(get("/", Map.of("object", object)).extract().path("results[0].at"));
    }

    private void append(String object, int rows) {
        QuarkusTransaction.requiringNew()
                .run(() -> IntStream.range(0, rows)
                        .forEach(_ -> audit.record(AuditAction.WORK_RUN, object, Facts.NONE, Facts.NONE)));
    }
}
