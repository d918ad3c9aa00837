package io.sanasend.api.apikey;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.path.json.JsonPath;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ApiTest
class ApiKeyResourceIT {

    @Test
    void tellsTheKeyOnceAndNeverAgain() {
        Tenant tenant = TestCallers.newTenant();

        JsonPath created = tenant.call()
                .body(Map.of("name", "Billing"))
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(201)
                .body("data.key", startsWith("wsk_"))
                .body("data.warning", notNullValue())
                .body("data.name", equalTo("Billing"))
                .body("data.is_active", equalTo(true))
                .body(
                        "data.scopes",
                        contains("analytics:read", "keys:manage", "messages:read", "messages:send", "sessions:manage"))
                .extract()
                .jsonPath();

        tenant.bare()
                .get("/api/v1/api-keys/" + created.getInt("data.id") + "/")
                .then()
                .statusCode(200)
                .body("data.prefix", equalTo(created.getString("data.key").substring(0, 16)))
                .body("data.username", equalTo(tenant.username()))
                .body("data.key", nullValue())
                .body("data.secret_hash", nullValue());
    }

    @Test
    void opensTheUsersOwnResources() {
        Tenant tenant = TestCallers.newTenant();
        String key = tenant.newKey();

        given().header("X-Api-Key", key)
                .get("/api/v1/auth/me/")
                .then()
                .statusCode(200)
                .body("data.username", equalTo(tenant.username()));
        given().header("X-Api-Key", key)
                .get("/api/v1/users/")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("error_code", equalTo("PERMISSION_DENIED"));
    }

    @Test
    void stopsWorkingWhenItIsDeleted() {
        Tenant tenant = TestCallers.newTenant();
        JsonPath created = create(tenant, Map.of("name", "short life"));

        tenant.bare()
                .delete("/api/v1/api-keys/" + created.getInt("data.id") + "/")
                .then()
                .statusCode(200);

        given().header("X-Api-Key", created.getString("data.key"))
                .get("/api/v1/auth/me/")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", notNullValue())
                .body("error_code", equalTo("INVALID_CREDENTIALS"));
    }

    @Test
    void isRefusedFromAnAddressThatIsNotListed() {
        Tenant tenant = TestCallers.newTenant();
        String here = create(tenant, Map.of("name", "here", "ip_whitelist", List.of("127.0.0.0/8", "::1")))
                .getString("data.key");
        String elsewhere = create(tenant, Map.of("name", "elsewhere", "ip_whitelist", List.of("203.0.113.7")))
                .getString("data.key");

        given().header("X-Api-Key", here).get("/api/v1/auth/me/").then().statusCode(200);
        given().header("X-Api-Key", elsewhere)
                .header("X-Forwarded-For", "203.0.113.7")
                .get("/api/v1/auth/me/")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("error_code", equalTo("ADDRESS_NOT_ALLOWED"));
    }

    @Test
    void isOnlyGoodForItsScopes() {
        Tenant tenant = TestCallers.newTenant();
        String key = create(tenant, Map.of("name", "reader", "scopes", List.of("messages:read")))
                .getString("data.key");

        given().header("X-Api-Key", key).get("/api/v1/messages/list/").then().statusCode(200);
        given().header("X-Api-Key", key)
                .contentType("application/json")
                .body(Map.of("recipient", "+4915112345678", "message", "x"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(403);
        given().header("X-Api-Key", key).get("/api/v1/sessions/list/").then().statusCode(403);
    }

    @Test
    void cannotMakeAKeyThatMayDoMore() {
        Tenant tenant = TestCallers.newTenant();
        String key = create(tenant, Map.of("name", "maker", "scopes", List.of("keys:manage")))
                .getString("data.key");

        given().header("X-Api-Key", key)
                .contentType("application/json")
                .body(Map.of("name", "more", "scopes", List.of("messages:send")))
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(422)
                .body("errors.scopes", hasItem(notNullValue()));
    }

    @Test
    void takesTheAdminScopeOfStaffAlone() {
        String key = create(TestCallers.admin(), Map.of("name", "ops", "scopes", List.of("admin")))
                .getString("data.key");

        given().header("X-Api-Key", key).get("/api/v1/users/").then().statusCode(200);
        TestCallers.newTenant()
                .call()
                .body(Map.of("name", "x", "scopes", List.of("admin")))
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(422)
                .body("errors.scopes", hasItem(notNullValue()));
    }

    @Test
    void isMadeForOthersByStaffAlone() {
        Tenant tenant = TestCallers.newTenant();
        Tenant other = TestCallers.newTenant();

        tenant.call()
                .body(Map.of("name", "x", "user", other.id()))
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(403)
                .body("error_code", equalTo("PERMISSION_DENIED"));
        TestCallers.admin()
                .call()
                .body(Map.of("name", "x", "user", tenant.id()))
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(201)
                .body("data.username", equalTo(tenant.username()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                     | name
            {"name": " "}                                          | name
            {"name": "x", "expires_at": "2001-01-01T00:00:00Z"}    | expires_at
            {"name": "x", "expires_at": "soon"}                    | expires_at
            {"name": "x", "ip_whitelist": ["example.com"]}         | ip_whitelist
            {"name": "x", "ip_whitelist": ["10.0.0.0/33"]}         | ip_whitelist
            {"name": "x", "scopes": ["everything"]}                | scopes
            {"name": "x", "scopes": []}                            | scopes
            {"name": "x", "user": "me"}                            | user
            """)
    void namesTheFieldThatIsWrong(String body, String field) {
        Tenant tenant = TestCallers.newTenant();

        tenant.call()
                .body(body)
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(422)
                .body("error_code", equalTo("VALIDATION_FAILED"))
                .body("errors." + field, hasItem(notNullValue()));
        tenant.bare().get("/api/v1/api-keys/").then().body("results", hasSize(0));
    }

    @Test
    void showsUsersTheirOwnKeysAlone() {
        Tenant tenant = TestCallers.newTenant();
        Tenant other = TestCallers.newTenant();
        int id = create(other, Map.of("name", "theirs")).getInt("data.id");
        tenant.newKey();

        tenant.bare().get("/api/v1/api-keys/").then().body("count", equalTo(1)).body("results", hasSize(1));
        tenant.bare()
                .get("/api/v1/api-keys/" + id)
                .then()
                .statusCode(404)
                .body("error_code", equalTo("API_KEY_NOT_FOUND"));
        tenant.bare().delete("/api/v1/api-keys/" + id + "/").then().statusCode(404);
        TestCallers.admin().bare().get("/api/v1/api-keys/" + id + "/").then().statusCode(200);
    }

    private static JsonPath create(Tenant tenant, Map<String, Object> body) {
        return tenant.call()
                .body(body)
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }
}
