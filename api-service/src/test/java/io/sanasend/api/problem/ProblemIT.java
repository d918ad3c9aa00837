package io.sanasend.api.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.http.ContentType;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class ProblemIT {

    @TestHTTPResource("/")
    URL service;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/v1/auth/login/         | OPTIONS, POST
            DELETE | /api/v1/sessions/list       | GET, HEAD, OPTIONS
            POST   | /api/v1/users/7/            | DELETE, GET, HEAD, OPTIONS, PATCH, PUT
            PATCH  | /api/v1/messages/7/cancel/  | OPTIONS, POST
            """)
    void saysWhichMethodsAPathAnswers(String method, String path, String allowed) {
        TestCallers.admin().bare().request(method, path).then().statusCode(405).header("Allow", equalTo(allowed));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /nowhere,                      404, NOT_FOUND",
        "GET,    /api/v1/nowhere/,              404, NOT_FOUND",
        "GET,    /api/v1/messages/abc/,         404, NOT_FOUND",
        "GET,    /api/v1/api-keys/x,            404, NOT_FOUND",
        "GET,    /api/v1/auth/login/,           405, METHOD_NOT_ALLOWED",
        "DELETE, /api/v1/sessions/list/,        405, METHOD_NOT_ALLOWED",
        "PUT,    /api/v1/messages/send-text/,   405, METHOD_NOT_ALLOWED",
        "GET,    /q/dev,                        404, NOT_FOUND",
    })
    void answersEveryRefusalInOneShape(String method, String path, int status, String code) {
        Tenant tenant = TestCallers.newTenant();

        tenant.bare()
                .request(method, path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body(
                        "type",
                        equalTo("urn:sanasend:problem:" + code.toLowerCase().replace('_', '-')))
                .body("title", notNullValue())
                .body("status", equalTo(status))
                .body("detail", notNullValue())
                .body("instance", equalTo(path))
                .body("success", equalTo(false))
                .body("message", notNullValue())
                .body("errors", notNullValue())
                .body("error_code", equalTo(code))
                .body("request_id", notNullValue());
    }

    @Test
    void saysWhenItHasNoAcceptableForm() {
        TestCallers.newTenant()
                .bare()
                .accept("text/csv")
                .get("/api/v1/sessions/list/")
                .then()
                .statusCode(406)
                .contentType("application/problem+json")
                .body("error_code", equalTo("NOT_ACCEPTABLE"));
    }

    @Test
    void saysWhenItDoesNotReadTheContentType() {
        TestCallers.newTenant()
                .bare()
                .contentType("application/xml")
                .body("<a/>")
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("error_code", equalTo("UNSUPPORTED_MEDIA_TYPE"));
    }

    @Test
    void refusesABodyThatAnnouncesItselfAsTooLarge() throws IOException {
        String answer = raw("POST /api/v1/messages/send-text/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: 500000000\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 413")
                .containsIgnoringCase("content-type: application/problem+json")
                .contains("\"error_code\":\"REQUEST_TOO_LARGE\"");
    }

    /** As clients do that send all of it before they look at the answer. */
    @Test
    void tellsAClientThatGoesOnSendingThatItsBodyIsTooLarge() throws IOException {
        int size = 8 << 20;
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/v1/messages/send-text/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + size + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Awaitility.await().until(() -> socket.getInputStream().available() > 0);

            out.write(new byte[size]);

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 413")
                    .contains("\"error_code\":\"REQUEST_TOO_LARGE\"");
        }
    }

    @Test
    void refusesAnUploadThatAnnouncesItselfAsTooLarge() throws IOException {
        String answer = raw("POST /api/v1/messages/send-media/ HTTP/1.1\r\nHost: x\r\nContent-Type:"
                + " multipart/form-data; boundary=x\r\nContent-Length: 5000000000\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("\"error_code\":\"REQUEST_TOO_LARGE\"");
    }

    @Test
    void keepsAHarmlessRequestIdOfTheCaller() {
        given().header("X-Request-Id", "order-42.a_b")
                .get("/api/v1/auth/me/")
                .then()
                .header("X-Request-Id", "order-42.a_b")
                .body("request_id", equalTo("order-42.a_b"));
    }

    @Test
    void replacesAHarmfulRequestIdOfTheCaller() {
        given().header("X-Request-Id", "a b{evil}")
                .get("/api/v1/auth/me/")
                .then()
                .header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"));
    }

    @Test
    void closesEndpointsThatDoNotSayWhoMayCallThem() {
        given().contentType(ContentType.JSON)
                .get("/test-only/undeclared")
                .then()
                .statusCode(401)
                .contentType("application/problem+json");
    }

    @Test
    void tellsNothingOfABug() {
        given().get("/test-only/bug")
                .then()
                .statusCode(500)
                .contentType("application/problem+json")
                .body("error_code", equalTo("INTERNAL_ERROR"))
                .body("detail", equalTo("The service failed; try again later."));
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name": "x", "name": "y"}          | 400 | MALFORMED_REQUEST
            {"name": "x"                        | 400 | MALFORMED_REQUEST
            ["name"]                            | 400 | MALFORMED_REQUEST
            {"name": "x", "user": "seven"}      | 422 | VALIDATION_FAILED
            {"name": "x", "expires_at": "soon"} | 422 | VALIDATION_FAILED
            {"name": "x", "scopes": "all"}      | 422 | VALIDATION_FAILED
            {"name": "x", "scopes": {}}         | 422 | VALIDATION_FAILED
            {"name": "x\\u0000"}              | 422 | VALIDATION_FAILED
            """)
    void refusesABodyThatIsNotOne(String body, int status, String code) {
        Tenant tenant = TestCallers.newTenant();

        tenant.call()
                .body(body)
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("error_code", equalTo(code));

        tenant.bare().get("/api/v1/api-keys/").then().body("count", equalTo(0));
    }

    @Test
    void saysWhatAFieldMustBe() {
        TestCallers.newTenant()
                .call()
                .body("{\"name\": \"x\", \"expires_at\": \"soon\"}")
                .post("/api/v1/api-keys/")
                .then()
                .body("errors.expires_at[0]", containsString("ISO 8601"));
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        byte[] body = "{\"name\": \"x\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1);

        TestCallers.newTenant()
                .call()
                .body(body)
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(400)
                .body("error_code", equalTo("MALFORMED_REQUEST"));
    }

    @Test
    void refusesNulInAddresses() {
        Tenant tenant = TestCallers.newTenant();

        tenant.bare()
                .urlEncodingEnabled(false)
                .get("/api/v1/sessions/status/a%00b/")
                .then()
                .statusCode(404);
        tenant.bare()
                .urlEncodingEnabled(false)
                .get("/api/v1/messages/list/?reference=a%00b")
                .then()
                .statusCode(422)
                .body("errors.reference", notNullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "9000,  0,     414, URI_TOO_LONG",
        "0,     18000, 431, HEADERS_TOO_LARGE",
    })
    void boundsAddressAndHeaders(int query, int header, int status, String code) throws IOException {
        String answer = raw("GET /api/v1/messages/list/?search=" + "x".repeat(query)
                + " HTTP/1.1\r\nHost: x\r\nX-Long: " + "y".repeat(header) + "\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .containsIgnoringCase("x-request-id: ")
                .contains("\"error_code\":\"" + code + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/docs/nothing.js", "/api/redoc/nothing", "/webjars/nothing", "/favicon.ico"})
    void answersMissingFilesInTheSameShape(String path) {
        given().get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("error_code", equalTo("NOT_FOUND"));
    }

    @Test
    void answersHeadLikeGetWithoutABody() {
        given().head("/api/v1/auth/me/").then().statusCode(401).header("X-Request-Id", notNullValue());
        TestCallers.newTenant().bare().head("/api/v1/auth/me/").then().statusCode(200);
    }
}
