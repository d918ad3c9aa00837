package io.sanasend.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.restassured.path.json.JsonPath;
import io.sanasend.api.testing.ApiTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class OpenApiIT {

    @ParameterizedTest
    @ValueSource(strings = {"/api/docs/", "/api/docs"})
    void showsTheDocumentation(String path) {
        given().get(path).then().statusCode(200).contentType("text/html").body(containsString("swagger"));
    }

    @Test
    void describesEveryOperation() {
        JsonPath schema = given().get("/api/schema/?format=json")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(schema.getString("openapi")).startsWith("3.1");
        Map<String, Map<String, Map<String, Object>>> paths = schema.getMap("paths");
        assertThat(paths)
                .containsKeys(
                        "/api/v1/auth/login/",
                        "/api/v1/sessions/init/",
                        "/api/v1/messages/send-text/",
                        "/api/v1/messages/send-media/",
                        "/health/ready/");
        paths.forEach((path, operations) -> operations.forEach((method, operation) -> {
            if (!path.startsWith("/test-only")) {
                assertThat(operation).as("%s %s", method, path).containsKeys("summary", "tags", "responses");
            }
        }));
    }

    @Test
    void namesTheWaysToAuthenticate() {
        JsonPath schema = given().get("/api/schema?format=json").jsonPath();

        assertThat(schema.getMap("components.securitySchemes")).containsKeys("bearer", "apiKey");
        assertThat(schema.<Object>get("components.schemas.Problem")).isNotNull();
    }
}
