package io.sanasend.api.openapi;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.testing.ApiTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class OpenApiIT {

    private JsonNode document;

    @BeforeEach
    void read() throws IOException {
        document = new ObjectMapper()
                .readTree(given().get("/api/schema?format=json")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/docs/", "/api/docs"})
    void showsTheDocumentation(String path) {
        given().get(path).then().statusCode(200).contentType("text/html").body(containsString("swagger"));
    }

    @Test
    void isOpenApi31() {
        assertThat(document.path("openapi").asText()).startsWith("3.1");
    }

    @Test
    void describesEveryOperation() {
        List<String> ids = new ArrayList<>();

        forEachOperation((name, operation) -> {
            assertThat(operation.path("summary").asText())
                    .as("summary of %s", name)
                    .isNotEmpty();
            assertThat(operation.path("operationId").asText())
                    .as("id of %s", name)
                    .matches("[a-z]+([A-Z][a-z]+)*");
            assertThat(operation.path("tags").size()).as("tags of %s", name).isEqualTo(1);
            ids.add(operation.path("operationId").asText());
        });

        assertThat(ids).doesNotHaveDuplicates().contains("logIn", "startSession", "sendText", "sendMedia");
    }

    @Test
    void describesEveryTagAndParameter() {
        List<String> described = new ArrayList<>();
        document.path("tags").forEach(tag -> {
            assertThat(tag.path("description").asText())
                    .as(tag.path("name").asText())
                    .isNotEmpty();
            described.add(tag.path("name").asText());
        });

        forEachOperation((name, operation) ->
                assertThat(operation.path("tags").path(0).asText()).as(name).isIn(described));
    }

    @Test
    void saysOfEveryOperationWhoMayCallIt() {
        forEachOperation((name, operation) -> {
            JsonNode security = operation.path("security");
            assertThat(security.isArray()).as(name).isTrue();
            boolean open = name.startsWith("get /health") || name.contains("/auth/login");
            assertThat(security.isEmpty()).as(name).isEqualTo(open || name.contains("/auth/refresh"));
            if (!security.isEmpty()) {
                assertThat(security.findValue("bearer")).as(name).isNotNull();
                assertThat(security.findValue("apiKey")).as(name).isNotNull();
                assertThat(examplesOf(operation, "401")).contains(ProblemType.AUTHENTICATION_REQUIRED.name());
            }
        });
    }

    @Test
    void describesRefusalsByExamplesOfEachError() {
        JsonNode send = document.at("/paths/~1api~1v1~1messages~1send-text/post");

        assertThat(examplesOf(send, "409")).containsExactly("SESSION_NOT_CONNECTED", "IDEMPOTENCY_KEY_IN_USE");
        assertThat(examplesOf(send, "422")).contains("VALIDATION_FAILED", "RECIPIENT_NOT_ON_WHATSAPP");
        assertThat(send.at("/responses/401/headers").fieldNames())
                .toIterable()
                .contains("X-Request-Id", "WWW-Authenticate")
                .doesNotContain("Retry-After");
        assertThat(send.at("/responses/503/headers").fieldNames())
                .toIterable()
                .contains("X-Request-Id", "Retry-After")
                .doesNotContain("WWW-Authenticate");
        assertThat(document.at("/components/examples/SESSION_NOT_CONNECTED/value/status")
                        .asInt())
                .isEqualTo(409);
    }

    @Test
    void saysWithEachAnswerOfTheApiHowCallersLearnOfTheirLimits() {
        String[] headers = {
            "RateLimit-Policy", "RateLimit", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"
        };
        forEachOperation((name, operation) -> {
            if (name.contains(" /api/")) {
                assertThat(examplesOf(operation, "429")).as(name).contains("RATE_LIMIT_EXCEEDED");
                operation
                        .path("responses")
                        .forEach(answer -> assertThat(answer.path("headers").fieldNames())
                                .toIterable()
                                .as(name)
                                .contains(headers));
            }
        });
        assertThat(document.at("/components/examples/RATE_LIMIT_EXCEEDED/value/rate_limit/period")
                        .asText())
                .isEqualTo("minute");
        assertThat(document.at("/components/schemas/Problem/properties/rate_limit/properties")
                        .fieldNames())
                .toIterable()
                .containsExactly("limit", "current", "period", "reset_time");
    }

    @Test
    void saysThatACreationIsAnswered201() {
        JsonNode responses = document.at("/paths/~1api~1v1~1users/post/responses");

        assertThat(responses.has("201")).isTrue();
        assertThat(responses.has("200")).isFalse();
    }

    private static List<String> examplesOf(JsonNode operation, String status) {
        List<String> codes = new ArrayList<>();
        operation
                .at("/responses/" + status + "/content/application~1problem+json/examples")
                .fieldNames()
                .forEachRemaining(codes::add);
        return codes;
    }

    private void forEachOperation(BiConsumer<String, JsonNode> check) {
        document.path("paths").properties().stream()
                .filter(path -> !path.getKey().startsWith("/test-only"))
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation ->
                                check.accept(operation.getKey() + " " + path.getKey(), operation.getValue())));
    }
}
