package io.sanasend.api.apikey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.DatabaseCost;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class ApiKeyChangesIT {

    private static final String NEXT_CENTURY = "2100-01-01T00:00:00Z";

    @Inject
    SessionFactory database;

    @Inject
    KeyUses uses;

    private Tenant tenant;
    private int id;
    private String key;

    @BeforeEach
    void create() {
        tenant = TestCallers.newTenant();
        JsonPath made = created(
                tenant.call(),
                Map.of(
                        "name",
                        "first",
                        "scopes",
                        List.of("messages:read", "keys:manage"),
                        "expires_at",
                        NEXT_CENTURY,
                        "ip_whitelist",
                        List.of("127.0.0.0/8", "::1")));
        id = made.getInt("data.id");
        key = made.getString("data.key");
    }

    @Test
    void changesWhatTheBodyNamesAndLeavesTheRest() {
        patch(tenant.call(), id, "{\"name\": \" second \"}")
                .statusCode(200)
                .body("data.name", equalTo("second"))
                .body("data.scopes", contains("keys:manage", "messages:read"))
                .body("data.expires_at", equalTo(NEXT_CENTURY))
                .body("data.ip_whitelist", contains("127.0.0.0/8", "::1"))
                .body("data.is_active", equalTo(true))
                .body("data.key", nullValue());
        patch(tenant.call(), id, "{\"expires_at\": null, \"scopes\": [\"messages:send\"]}")
                .statusCode(200)
                .body("data.name", equalTo("second"))
                .body("data.expires_at", nullValue())
                .body("data.scopes", contains("messages:send"));
        patch(tenant.call(), id, "{}").statusCode(200).body("data.scopes", contains("messages:send"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void replacesAllOfIt(String slash) {
        tenant.call()
                .body(Map.of("name", "replaced"))
                .put("/api/v1/api-keys/" + id + slash)
                .then()
                .statusCode(200)
                .body("data.name", equalTo("replaced"))
                .body("data.expires_at", nullValue())
                .body("data.ip_whitelist", empty())
                .body("data.is_active", equalTo(true))
                .body("data.scopes", hasSize(5));
    }

    @Test
    void switchesTheKeyOffAndOnAtOnce() {
        assertThat(me(key)).isEqualTo(200);

        patch(tenant.call(), id, "{\"is_active\": false}").statusCode(200).body("data.is_active", equalTo(false));
        assertThat(me(key)).isEqualTo(401);

        patch(tenant.call(), id, "{\"is_active\": true}").statusCode(200);
        assertThat(me(key)).isEqualTo(200);
    }

    @Test
    void narrowsAddressesAndScopesAtOnce() {
        assertThat(me(key)).isEqualTo(200);

        patch(tenant.call(), id, "{\"ip_whitelist\": [\"203.0.113.0/24\", \"2001:db8::/32\"]}")
                .statusCode(200);
        assertThat(me(key)).isEqualTo(403);

        patch(tenant.call(), id, "{\"ip_whitelist\": [], \"scopes\": [\"messages:send\"]}")
                .statusCode(200);
        assertThat(me(key)).isEqualTo(200);
        with(key).get("/api/v1/messages/list/").then().statusCode(403);
    }

    @Test
    void stopsAKeyThatExpires() {
        assertThat(me(key)).isEqualTo(200);

        String soon = Instant.now().plusSeconds(2).toString();
        patch(tenant.call(), id, "{\"expires_at\": \"" + soon + "\"}").statusCode(200);

        Awaitility.await().until(() -> me(key) == 401);
    }

    @Test
    void stopsTheKeysOfAUserThatIsDeactivated() {
        assertThat(me(key)).isEqualTo(200);

        TestCallers.deactivate(tenant);

        assertThat(me(key)).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name": " "}                             | name
            {"name": 5, "scopes": "x"}                | scopes
            {"scopes": []}                            | scopes
            {"scopes": ["everything"]}                | scopes
            {"scopes": ["admin"]}                     | scopes
            {"expires_at": "2001-01-01T00:00:00Z"}    | expires_at
            {"expires_at": "+99999-01-01T00:00:00Z"}  | expires_at
            {"expires_at": "soon"}                    | expires_at
            {"ip_whitelist": ["1.2.3"]}               | ip_whitelist
            {"ip_whitelist": [null]}                  | ip_whitelist
            {"is_active": "perhaps"}                  | is_active
            """)
    void namesTheFieldThatIsWrongAndChangesNothing(String body, String field) {
        String before = shown();

        patch(tenant.call(), id, body)
                .statusCode(422)
                .body("error_code", equalTo("VALIDATION_FAILED"))
                .body("errors." + field, hasItem(notNullValue()));

        assertThat(shown()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name": "x"}                                                                                       | scopes
            {"name": "x", "scopes": ["messages:read"]}                                                          | ip_whitelist
            {"name": "x", "scopes": ["messages:read"], "ip_whitelist": ["0.0.0.0/0"]}                           | ip_whitelist
            {"name": "x", "scopes": ["messages:read"], "ip_whitelist": ["127.0.0.1"]}                           | expires_at
            {"name": "x", "scopes": ["messages:send"], "ip_whitelist": ["::1"], "expires_at": "2099-01-01T00:00:00Z"} | scopes
            {"name": "x", "scopes": ["messages:read"], "ip_whitelist": ["::1"], "expires_at": "2100-01-01T00:00:01Z"} | expires_at
            """)
    void givesNoKeyMoreThanTheKeyThatAsksHas(String body, String field) {
        if (!field.equals("scopes") || body.contains("messages:send")) {
            with(key)
                    .body(body)
                    .post("/api/v1/api-keys/")
                    .then()
                    .statusCode(422)
                    .body("errors." + field, hasItem(notNullValue()));
        }
        int other = created(tenant.call(), Map.of("name", "other", "scopes", List.of("analytics:read")))
                .getInt("data.id");
        with(key)
                .body(body.replace("{\"name\": \"x\"}", "{\"name\": \"x\", \"scopes\": [\"sessions:manage\"]}"))
                .put("/api/v1/api-keys/" + other + "/")
                .then()
                .statusCode(422)
                .body("errors." + field, hasItem(notNullValue()));
    }

    @Test
    void letsAKeyMakeAnotherWithinItsOwnBounds() {
        String made = created(
                        with(key),
                        Map.of(
                                "name",
                                "narrower",
                                "scopes",
                                List.of("messages:read"),
                                "ip_whitelist",
                                List.of("127.0.0.1", "127.1.0.0/16"),
                                "expires_at",
                                "2099-01-01T00:00:00Z"))
                .getString("data.key");

        assertThat(me(made)).isEqualTo(200);
    }

    @Test
    void letsAKeySwitchOffButNotOnWhatCanDoMore() {
        int other = created(tenant.call(), Map.of("name", "other")).getInt("data.id");

        patch(with(key), other, "{\"is_active\": false}").statusCode(200);
        patch(with(key), other, "{\"is_active\": true}").statusCode(422).body("errors.scopes", hasItem(notNullValue()));
        patch(with(key), id, "{\"ip_whitelist\": []}")
                .statusCode(422)
                .body("errors.ip_whitelist", hasItem(notNullValue()));
    }

    @Test
    void isHiddenFromOtherTenantsAndOpenToStaff() {
        Tenant stranger = TestCallers.newTenant();
        String before = shown();

        patch(stranger.call(), id, "{\"name\": \"mine now\"}")
                .statusCode(404)
                .body("error_code", equalTo("API_KEY_NOT_FOUND"));
        stranger.call()
                .body(Map.of("name", "mine now"))
                .put("/api/v1/api-keys/" + id + "/")
                .then()
                .statusCode(404);
        assertThat(shown()).isEqualTo(before);
        patch(TestCallers.admin().call(), id, "{\"name\": \"by staff\"}")
                .statusCode(200)
                .body("data.username", equalTo(tenant.username()));
        patch(TestCallers.admin().call(), id, "{\"scopes\": [\"admin\"]}")
                .statusCode(422)
                .body("errors.scopes", hasItem(notNullValue()));
    }

    @Test
    void needsTheScopeForKeys() {
        String reader = created(tenant.call(), Map.of("name", "reader", "scopes", List.of("messages:read")))
                .getString("data.key");

        patch(with(reader), id, "{\"name\": \"x\"}").statusCode(403);
        with(reader).get("/api/v1/api-keys/").then().statusCode(403);
    }

    @Test
    void listsByOwnerAndState() {
        Tenant stranger = TestCallers.newTenant();
        int off = created(tenant.call(), Map.of("name", "off")).getInt("data.id");
        patch(tenant.call(), off, "{\"is_active\": false}").statusCode(200);

        list(tenant.bare(), "?is_active=false").body("count", equalTo(1)).body("results.id", contains(off));
        list(tenant.bare(), "?is_active=true&user=" + tenant.id()).body("results.id", contains(id));
        list(TestCallers.admin().bare(), "?user=" + tenant.id())
                .body("count", equalTo(2))
                .body("results.username", everyItem(equalTo(tenant.username())));
        list(TestCallers.admin().bare(), "?user=" + stranger.id()).body("results", empty());
        stranger.bare()
                .get("/api/v1/api-keys/?user=" + tenant.id())
                .then()
                .statusCode(403)
                .body("error_code", equalTo("PERMISSION_DENIED"));
        tenant.bare()
                .get("/api/v1/api-keys/?is_active=perhaps&user=me")
                .then()
                .statusCode(422)
                .body("errors.is_active", hasItem(notNullValue()))
                .body("errors.user", hasItem(notNullValue()));
    }

    @Test
    void listsInTwoStatements() {
        tenant.newKey();
        list(tenant.bare(), "");

        DatabaseCost cost = DatabaseCost.of(
                database, () -> list(tenant.bare(), "?is_active=true").body("results", hasSize(2)));

        assertThat(cost.statements()).isEqualTo(2);
    }

    @Test
    void writesTheTimeOfLastUseInBatchesAndNeverBackwards() {
        assertThat(me(key)).isEqualTo(200);
        list(tenant.bare(), "").body("results[0].last_used_at", nullValue());

        uses.writeNowAndThen();
        String first = list(tenant.bare(), "")
                .body("results[0].last_used_at", notNullValue())
                .extract()
                .path("results[0].last_used_at");
        uses.note(id, Instant.parse(first).minusSeconds(60));
        uses.writeNowAndThen();

        list(tenant.bare(), "").body("results[0].last_used_at", equalTo(first));
    }

    @Test
    void keepsToTheNumberOfKeysWhenOneIsSwitchedOnAgain() {
        patch(tenant.call(), id, "{\"is_active\": false}").statusCode(200);
        QuarkusTransaction.requiringNew()
                .run(() -> database.getCurrentSession()
                        .createNativeMutationQuery("""
                                INSERT INTO api_keys (user_id, name, key_id, secret_hash, scopes, ip_whitelist, created_at)
                                SELECT %d, 'many', 'many-%d-' || n, '', '{}', '{}', now() FROM generate_series(1, 50) n
                                """.formatted(tenant.id(), tenant.id()))
                        .executeUpdate());

        patch(tenant.call(), id, "{\"is_active\": true}").statusCode(409).body("error_code", equalTo("CONFLICT"));
    }

    private String shown() {
        return tenant.bare()
                .get("/api/v1/api-keys/" + id + "/")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static ValidatableResponse list(RequestSpecification call, String query) {
        return call.get("/api/v1/api-keys/" + query).then().statusCode(200);
    }

    private static ValidatableResponse patch(RequestSpecification call, int id, String body) {
        return call.body(body).patch("/api/v1/api-keys/" + id + "/").then();
    }

    private static JsonPath created(RequestSpecification call, Map<String, Object> body) {
        return call.body(body)
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static RequestSpecification with(String key) {
        return given().header("X-Api-Key", key).contentType(ContentType.JSON);
    }

    private static int me(String key) {
        return given().header("X-Api-Key", key).get("/api/v1/auth/me/").statusCode();
    }
}
