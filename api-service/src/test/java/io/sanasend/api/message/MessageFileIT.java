package io.sanasend.api.message;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.sanasend.api.security.Scope;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import jakarta.inject.Inject;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class MessageFileIT {

    private static final String TEXT = "0123456789 äöü";

    @Inject
    TestNumbers numbers;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void handsOutTheFileSoThatNoBrowserRunsIt(String slash) {
        Number number = numbers.linked(events);
        String path = "/api/v1/messages/" + send(number, "Maß \"1\"; 100% *.txt", TEXT) + "/media" + slash;

        byte[] body = number.tenant()
                .bare()
                .get(path)
                .then()
                .statusCode(200)
                .contentType("text/plain")
                .header("Content-Length", Integer.toString(bytes(TEXT).length))
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"Ma_ _1_; 100_ *.txt\";"
                                + " filename*=UTF-8''Ma%C3%9F%20%221%22%3B%20100%25%20%2A.txt")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox; default-src 'none'")
                .header("Accept-Ranges", "bytes")
                .extract()
                .asByteArray();

        assertThat(body).isEqualTo(bytes(TEXT));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            page.html   | <!DOCTYPE html><html><body>hi</body></html>
            picture.svg | <?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"></svg>
            data.xml    | <?xml version="1.0"?><a/>
            """)
    void callsPagesAndScriptsJustBytes(String name, String content) {
        Number number = numbers.linked(events);

        file(number.tenant().bare(), send(number, name, content))
                .statusCode(200)
                .contentType("application/octet-stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "application/json", "*/*"})
    void comesWhateverTheCallerAccepts(String accepted) {
        Number number = numbers.linked(events);
        int id = send(number, "a.txt", TEXT);

        file(number.tenant().bare().accept(accepted), id).statusCode(200);
        file(number.tenant().bare().accept(accepted), 999_999_999)
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    void isNotSentAgainToWhoHasIt() {
        Number number = numbers.linked(events);
        int id = send(number, "a.txt", TEXT);
        String tag = file(number.tenant().bare(), id).extract().header("ETag");

        assertThat(tag).matches("\"[0-9a-f]{64}\"");
        for (String known : List.of(tag, "\"other\", " + tag, "*")) {
            String body = file(number.tenant().bare().header("If-None-Match", known), id)
                    .statusCode(304)
                    .header("ETag", tag)
                    .extract()
                    .asString();
            assertThat(body).isEmpty();
        }
        file(number.tenant().bare().header("If-None-Match", "\"other\""), id).statusCode(200);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3, 0123, bytes 0-3/17",
        "bytes=7-, 789 äöü, bytes 7-16/17",
        "bytes=-2, ü, bytes 15-16/17",
        "bytes=4-999, 456789 äöü, bytes 4-16/17",
        "bytes=-999, 0123456789 äöü, bytes 0-16/17"
    })
    void handsOutAPart(String range, String part, String contentRange) {
        Number number = numbers.linked(events);
        int id = send(number, "a.txt", TEXT);

        byte[] body = file(number.tenant().bare().header("Range", range), id)
                .statusCode(206)
                .header("Content-Range", contentRange)
                .header("Content-Length", Integer.toString(bytes(part).length))
                .extract()
                .asByteArray();

        assertThat(body).isEqualTo(bytes(part));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=17-", "bytes=5-2", "bytes=0-1,3-4", "lines=1-2", "bytes=-", "bytes=-0"})
    void handsOutTheWholeForARangeItDoesNotHave(String range) {
        Number number = numbers.linked(events);

        file(number.tenant().bare().header("Range", range), send(number, "a.txt", TEXT))
                .statusCode(200)
                .header("Content-Length", "17");
    }

    @Test
    void handsOutAPartOfTheSameFileOnly() {
        Number number = numbers.linked(events);
        int id = send(number, "a.txt", TEXT);
        String tag = file(number.tenant().bare(), id).extract().header("ETag");

        file(number.tenant().bare().header("Range", "bytes=0-1").header("If-Range", tag), id)
                .statusCode(206);
        file(number.tenant().bare().header("Range", "bytes=0-1").header("If-Range", "\"old\""), id)
                .statusCode(200);
    }

    @Test
    void tellsItsSizeWithoutTheFile() {
        Number number = numbers.linked(events);
        int id = send(number, "a.txt", TEXT);

        number.tenant()
                .bare()
                .head("/api/v1/messages/" + id + "/media/")
                .then()
                .statusCode(200)
                .header("Content-Length", "17")
                .contentType("text/plain");
        // The connection is still good for another request.
        number.tenant().bare().get("/api/v1/messages/" + id).then().statusCode(200);
    }

    @Test
    void isForTheOwnerWithTheScopeOnly() {
        Number number = numbers.linked(events);
        int id = send(number, "a.txt", TEXT);
        TestCallers.Tenant other = TestCallers.newTenant();

        file(given(), id).statusCode(401);
        file(other.bare(), id).statusCode(404).body("error_code", equalTo("MESSAGE_NOT_FOUND"));
        file(given().header("X-Api-Key", other.newKey()), id).statusCode(404);
        file(given().header("X-Api-Key", keyFor(number, Scope.MESSAGES_SEND)), id)
                .statusCode(403);
        file(given().header("X-Api-Key", keyFor(number, Scope.MESSAGES_READ)), id)
                .statusCode(200)
                .header("Content-Range", nullValue());
    }

    private static String keyFor(Number number, String scope) {
        return number.tenant()
                .call()
                .body(Map.of("name", scope, "scopes", List.of(scope)))
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(201)
                .extract()
                .path("data.key");
    }

    private static ValidatableResponse file(RequestSpecification caller, int id) {
        return caller.get("/api/v1/messages/" + id + "/media/").then();
    }

    private static int send(Number number, String filename, String content) {
        return number.tenant()
                .bare()
                .multiPart("recipient", "+4915112345678")
                .multiPart("media_type", "document")
                .multiPart("filename", filename, "text/plain; charset=utf-8")
                .multiPart("file", "upload", bytes(content), "application/x-whatever")
                .post("/api/v1/messages/send-media/")
                .then()
                .statusCode(200)
                .extract()
                .path("data.dbId");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
