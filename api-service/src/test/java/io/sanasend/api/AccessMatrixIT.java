package io.sanasend.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.sanasend.api.testing.TestNumbers;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who may call what: every operation of the OpenAPI document as every kind of caller. An operation that is added needs a
 * row here.
 */
@ApiTest
class AccessMatrixIT {

    /** Operations by what is needed to call them: nothing, any caller, or a scope. */
    private static final Map<String, String> NEEDED = table("""
            open             getHealth getReadiness getLiveness logIn refreshLogin
            any              getCurrentUser logOut changePassword
            admin            listUsers createUser getUser replaceUser changeUser deleteUser activateUser deactivateUser
            admin            getUserStats listWorkers
            admin            listAuditLog verifyAuditLog
            admin            listScheduledWork listScheduledRuns runScheduledWork
            admin            listQueues getQueue pauseQueue resumeQueue requeueMessages dropMessages
            keys:manage      listApiKeys createApiKey getApiKey replaceApiKey changeApiKey deleteApiKey
            sessions:manage  startSession listSessions getPrimarySessionStatus getSessionStatus getQrPng getQrSvg
            sessions:manage  refreshPrimaryQr refreshQr disconnectPrimarySession disconnectSession reconnectSession
            sessions:manage  logOutSession deleteSession setPrimarySession makePairingCode watchSession
            sessions:manage  getPacing setPacing resetPacing
            messages:send    sendText sendMedia cancelMessage retryMessage
            messages:read    listMessages getMessage getMessageMedia
            analytics:read   getRateLimits getCurrentUsage listUsageStats listUsageHours getUsageSummary listApiRequests
            """);

    private static final String ABSENT_ID = "999999999";

    /** One operation of the document. */
    private record Operation(String id, String method, String path, boolean hasBody, boolean isForm) {

        boolean takesId() {
            return path.contains("{id}");
        }

        Response call(RequestSpecification caller, String id) {
            // What is sent must not do anything: a body without fields, and an id that nothing has.
            RequestSpecification request = isForm
                    ? caller.multiPart("reference", "")
                    : hasBody ? caller.contentType("application/json").body("{}") : caller;
            return request.request(method, path.replace("{id}", id).replace("{name}", id));
        }
    }

    @Inject
    TestNumbers numbers;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    private final List<Operation> operations = new ArrayList<>();

    @BeforeEach
    void readOperations() throws IOException {
        JsonNode document = new ObjectMapper()
                .readTree(given().get("/api/schema?format=json").asByteArray());
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operations.add(new Operation(
                                operation.getValue().path("operationId").asText(),
                                operation.getKey().toUpperCase(),
                                path.getKey(),
                                operation.getValue().has("requestBody"),
                                operation.getValue().at("/requestBody/content").has("multipart/form-data")))));
    }

    @Test
    void hasARowForEveryOperation() {
        assertThat(operations)
                .isNotEmpty()
                .allSatisfy(operation -> assertThat(NEEDED).containsKey(operation.id()));
    }

    @Test
    void asksStrangersForACredential() {
        for (Operation operation : operations) {
            Response answer = operation.call(given(), ABSENT_ID);

            if (needed(operation).equals("open")) {
                assertThat(answer.statusCode()).as(operation.id()).isNotIn(401, 403);
            } else {
                assertThat(answer.statusCode()).as(operation.id()).isEqualTo(401);
                assertThat(answer.header("WWW-Authenticate")).as(operation.id()).isNotNull();
            }
        }
    }

    @Test
    void keepsUsersFromWhatIsForStaff() {
        for (Operation operation : operations) {
            // Each a new one: some operations end the login they are called with.
            int status =
                    operation.call(TestCallers.newTenant().bare(), ABSENT_ID).statusCode();

            if (needed(operation).equals("admin")) {
                assertThat(status).as(operation.id()).isEqualTo(403);
            } else {
                assertThat(status).as(operation.id()).isNotIn(401, 403);
            }
        }
    }

    @Test
    void letsStaffDoEverything() {
        for (Operation operation : operations) {
            int status = operation.call(TestCallers.admin().bare(), ABSENT_ID).statusCode();

            assertThat(status).as(operation.id()).isNotIn(401, 403);
        }
    }

    @Test
    void letsAKeyDoWhatItsScopesNameAlone() {
        Tenant tenant = TestCallers.newTenant();
        for (Operation operation : operations) {
            String scope = needed(operation);
            if (!scope.contains(":")) {
                continue;
            }
            String fitting = keyOf(tenant, scope);
            String other = keyOf(tenant, scope.equals("messages:read") ? "keys:manage" : "messages:read");

            assertThat(operation.call(withKey(fitting), ABSENT_ID).statusCode())
                    .as("%s with %s", operation.id(), scope)
                    .isNotIn(401, 403);
            assertThat(operation.call(withKey(other), ABSENT_ID).statusCode())
                    .as("%s without %s", operation.id(), scope)
                    .isEqualTo(403);
            revoke(tenant, fitting);
            revoke(tenant, other);
        }
    }

    @Test
    void forgetsRevokedKeysAndDeactivatedUsers() {
        Tenant revoked = TestCallers.newTenant();
        String key = revoked.newKey();
        revoke(revoked, key);
        Tenant deactivated = TestCallers.newTenant();
        String keyOfDeactivated = deactivated.newKey();
        TestCallers.admin()
                .bare()
                .post("/api/v1/users/" + deactivated.id() + "/deactivate/")
                .then()
                .statusCode(200);

        for (Operation operation : operations) {
            if (needed(operation).equals("open")) {
                continue;
            }
            for (RequestSpecification caller : List.of(withKey(key), deactivated.bare(), withKey(keyOfDeactivated))) {
                assertThat(operation.call(caller, ABSENT_ID).statusCode())
                        .as(operation.id())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void knowsNothingOfAnotherTenant() throws IOException {
        TestNumbers.Number number = numbers.linked(events);
        Tenant owner = number.tenant();
        Tenant stranger = TestCallers.newTenant();
        int keyId = owner.call()
                .body(Map.of("name", "theirs"))
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(201)
                .extract()
                .path("data.id");
        int messageId = owner.call()
                .body(Map.of("recipient", "+4915112345678", "message", "theirs"))
                .post("/api/v1/messages/send-text/")
                .then()
                .extract()
                .path("data.dbId");

        for (Operation operation : operations) {
            if (!operation.takesId() || needed(operation).equals("admin")) {
                continue;
            }
            String theirs = operation.path().contains("/api-keys/")
                    ? "" + keyId
                    : operation.path().contains("/messages/") ? "" + messageId : "" + number.id();
            Response foreign = operation.call(stranger.bare(), theirs);
            Response absent = operation.call(stranger.bare(), ABSENT_ID);

            assertThat(comparable(foreign)).as(operation.id()).isEqualTo(comparable(absent));
            assertThat(foreign.statusCode()).as(operation.id()).isIn(404, operation.hasBody() ? 422 : 404);
        }
    }

    private static JsonNode comparable(Response answer) throws IOException {
        ObjectNode body = (ObjectNode) new ObjectMapper().readTree(answer.asByteArray());
        return body.without(List.of("request_id", "instance"));
    }

    private static String needed(Operation operation) {
        return NEEDED.getOrDefault(operation.id(), "a row in this test");
    }

    private static RequestSpecification withKey(String key) {
        return given().header("X-Api-Key", key);
    }

    private static String keyOf(Tenant tenant, String scope) {
        return tenant.call()
                .body(Map.of("name", scope, "scopes", List.of(scope)))
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(201)
                .extract()
                .path("data.key");
    }

    private static void revoke(Tenant tenant, String key) {
        List<Map<String, Object>> keys = tenant.bare()
                .get("/api/v1/api-keys/?page_size=100")
                .then()
                .extract()
                .path("results");
        keys.stream()
                .filter(known -> key.startsWith(known.get("prefix") + "_"))
                .forEach(known -> tenant.bare()
                        .delete("/api/v1/api-keys/" + known.get("id") + "/")
                        .then()
                        .statusCode(200));
    }

    private static Map<String, String> table(String rows) {
        return rows.lines()
                .map(row -> row.strip().split("\\s+"))
                .flatMap(cells -> Arrays.stream(cells).skip(1).map(id -> Map.entry(id, cells[0])))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
