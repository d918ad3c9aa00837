package io.sanasend.api.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds for each operation on sessions: who may call it, and how its path may be spelled. */
@ApiTest
class SessionContractIT {

    private static final String OPERATIONS = """
            POST   | init
            GET    | list
            GET    | status
            GET    | status/{id}
            POST   | set-primary/{id}
            GET    | {id}/qr.png
            GET    | {id}/qr.svg
            POST   | refresh-qr
            POST   | refresh-qr/{id}
            POST   | {id}/pairing-code
            POST   | disconnect
            POST   | disconnect/{id}
            POST   | reconnect/{id}
            POST   | logout/{id}
            DELETE | delete/{id}
            """;

    @Inject
    TestNumbers numbers;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = OPERATIONS)
    void takesALoginAndAKeyWithAndWithoutTheSlash(String method, String path) {
        for (String slash : List.of("", "/")) {
            for (boolean byKey : List.of(true, false)) {
                Number number = numbers.started(TestCallers.newTenant(), "Instance");
                RequestSpecification request = byKey
                        ? given().header("X-Api-Key", number.tenant().newKey())
                        : number.tenant().bare();

                int status = withBody(request, path)
                        .request(method, address(path, number) + slash)
                        .statusCode();

                assertThat(status).as("by key: %s, slash: '%s'", byKey, slash).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = OPERATIONS + "GET | {id}/events")
    void isClosedToStrangersAndToKeysForSomethingElse(String method, String path) {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");
        String key = number.tenant()
                .call()
                .body(Map.of("name", "reader", "scopes", List.of("messages:read")))
                .post("/api/v1/api-keys/")
                .path("data.key");

        withBody(given(), path)
                .request(method, address(path, number))
                .then()
                .statusCode(401)
                .body("error_code", equalTo("AUTHENTICATION_REQUIRED"));
        withBody(given().header("X-Api-Key", key), path)
                .request(method, address(path, number))
                .then()
                .statusCode(403)
                .body("error_code", equalTo("PERMISSION_DENIED"));
    }

    private static RequestSpecification withBody(RequestSpecification request, String path) {
        return switch (path) {
            case "init" -> request.contentType(ContentType.JSON);
            case "{id}/pairing-code" -> request.contentType(ContentType.JSON).body(Map.of("phone", "+4915112345678"));
            default -> request;
        };
    }

    private static String address(String path, Number number) {
        return "/api/v1/sessions/" + path.replace("{id}", Integer.toString(number.id()));
    }
}
