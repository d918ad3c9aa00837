package io.sanasend.api.testing;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes users and calls as them. Every user is a new one, so that tests do not meet. */
public final class TestCallers {

    static final String PASSWORD = "correct horse battery";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestCallers() {}

    /** A login's token. */
    public static String login(String username, String password) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("username", username, "password", password))
                .post("/api/v1/auth/login/")
                .then()
                .statusCode(200)
                .extract()
                .path("data.access");
    }

    public static Tenant admin() {
        return new Tenant(1, LocalServices.ADMIN, login(LocalServices.ADMIN, LocalServices.ADMIN_PASSWORD));
    }

    /** A user nobody knew before, logged in. */
    public static Tenant newTenant() {
        String username = "tenant" + COUNT.incrementAndGet();
        int id = admin().call()
                .body(Map.of("username", username, "password", PASSWORD, "email", username + "@example.com"))
                .post("/api/v1/users/")
                .then()
                .statusCode(201)
                .extract()
                .path("data.id");
        return new Tenant(id, username, login(username, PASSWORD));
    }

    /** A user with a login. */
    public record Tenant(int id, String username, String token) {

        /** A JSON request with the login. */
        public RequestSpecification call() {
            return given().contentType(ContentType.JSON).header("Authorization", "Bearer " + token);
        }

        /** A request with the login and no content type. */
        public RequestSpecification bare() {
            return given().header("Authorization", "Bearer " + token);
        }

        public String password() {
            return PASSWORD;
        }

        /** A new key of this user. */
        public String newKey() {
            return call().body(Map.of("name", "test"))
                    .post("/api/v1/api-keys/")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("data.key");
        }
    }
}
