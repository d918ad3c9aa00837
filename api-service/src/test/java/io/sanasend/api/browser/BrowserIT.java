package io.sanasend.api.browser;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.Headers;
import io.sanasend.api.testing.ApiTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class BrowserIT {

    private static final String ORIGIN = "https://app.example.com";

    @ParameterizedTest
    @ValueSource(strings = {"/health/", "/api/v1/auth/me/", "/nowhere", "/api/docs/", "/api/redoc/", "/api/schema"})
    void guardsEveryAnswer(String path) {
        Headers headers = given().get(path).headers();

        assertThat(headers.getValue("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(headers.getValue("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(headers.getValue("X-Frame-Options")).isEqualTo("DENY");
        assertThat(headers.getValue("Permissions-Policy")).isNotNull();
        assertThat(headers.getValue("Content-Security-Policy"))
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("http");
        assertThat(headers.hasHeaderWithName("Server")).isFalse();
        assertThat(headers.hasHeaderWithName("Strict-Transport-Security")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/docs/, swagger-ui-bundle.js",
        "/api/redoc/, redoc.standalone.js",
        "/api/redoc, redoc.standalone.js"
    })
    void showsTheDocumentationFromThisHostAlone(String path, String script) {
        given().get(path)
                .then()
                .statusCode(200)
                .contentType("text/html")
                .body(containsString(script))
                .header("Content-Security-Policy", containsString("script-src 'self'"));
    }

    @Test
    void servesTheScriptOfTheReference() {
        given().get("/webjars/redoc/2.1.4/bundles/redoc.standalone.js").then().statusCode(200);
    }

    @Test
    void letsPagesOfKnownOriginsCall() {
        given().header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .options("/api/v1/messages/send-text/")
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", equalTo(ORIGIN))
                .header("Access-Control-Allow-Methods", containsString("POST"))
                .header("Access-Control-Allow-Headers", containsString("Authorization"));
        given().header("Origin", ORIGIN)
                .get("/api/v1/auth/me/")
                .then()
                .statusCode(401)
                .header("Access-Control-Allow-Origin", equalTo(ORIGIN))
                .header("Access-Control-Expose-Headers", containsString("Retry-After"))
                .header("Vary", containsString("Origin"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example.com", "null", "https://app.example.com.evil.com", "http://app.example.com"
            })
    void saysNothingToPagesOfOthers(String origin) {
        Headers headers = given().header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .options("/api/v1/messages/send-text/")
                .headers();

        assertThat(headers.asList()).noneMatch(header -> header.getName().startsWith("Access-Control-"));
    }
}
