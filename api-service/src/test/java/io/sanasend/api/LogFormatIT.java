package io.sanasend.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.http.ContentType;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.PackagedService;
import io.sanasend.api.testing.TestCallers;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@ApiTest
class LogFormatIT {

    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String REQUEST = "a-request-of-a-test";

    @Test
    void eachLineOfAJsonLogIsAnObject() throws IOException {
        List<JsonNode> lines;
        try (PackagedService service = PackagedService.start(
                "json-log",
                List.of(),
                Map.of("SANASEND_LOG_FORMAT", "json", "SANASEND_DATABASE_URL", readOnlyDatabase()))) {
            given().header("Authorization", "Bearer " + TestCallers.newTenant().token())
                    .header("X-Request-Id", REQUEST)
                    .contentType(ContentType.JSON)
                    .body(Map.of())
                    .post(service.url("/api/v1/sessions/init/"))
                    .then()
                    .statusCode(500);
            lines = service.log().lines().map(LogFormatIT::read).toList();
        }

        assertThat(lines).hasSizeGreaterThan(3).allSatisfy(line -> {
            assertThat(line.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*");
            assertThat(line.path("level").asText()).isIn("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
            assertThat(line.path("logger").asText()).isNotBlank();
            assertThat(line.has("message")).isTrue();
        });
        assertThat(lines)
                .filteredOn(line -> line.path("mdc").path("requestId").asText().equals(REQUEST))
                .anySatisfy(line -> {
                    assertThat(line.path("level").asText()).isEqualTo("ERROR");
                    assertThat(line.path("exception").asText()).contains("\n\tat ", "read-only");
                });
    }

    /** Nothing can be stored there, which no caller is to blame for. */
    private static String readOnlyDatabase() {
        String url = ConfigProvider.getConfig().getValue("SANASEND_DATABASE_URL", String.class);
        return url + (url.contains("?") ? "&" : "?") + "options=-c%20default_transaction_read_only=on";
    }

    private static JsonNode read(String line) {
        try {
            return STRICT.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
