package io.sanasend.api.testing;

import static io.restassured.RestAssured.given;

import io.quarkus.arc.Arc;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.sanasend.api.account.TestUsers;
import io.sanasend.api.login.TestLogins;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes users and calls as them. Every user is a new one, so that tests do not meet. */
public final class TestCallers {

    static final String PASSWORD = "correct horse battery";

    /** What a new tenant may send in a minute. */
    public static final int MESSAGES_PER_MINUTE = 9_000;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestCallers() {}

    /** The staff user of the first start. */
    public static Tenant admin() {
        return new Tenant(1, LocalServices.ADMIN, tokenOf(1));
    }

    /** A user nobody knew before, logged in, with limits that no test reaches by chance. */
    public static Tenant newTenant() {
        String username = "tenant" + COUNT.incrementAndGet();
        int id = admin().call()
                .body(Map.of(
                        "username", username,
                        "password", PASSWORD,
                        "email", username + "@example.com",
                        "max_messages_per_minute", MESSAGES_PER_MINUTE))
                .post("/api/v1/users/")
                .then()
                .statusCode(201)
                .extract()
                .path("data.id");
        return new Tenant(id, username, tokenOf(id));
    }

    /** The same user with a fresh login, for a clock that jumped. */
    public static Tenant again(Tenant tenant) {
        return new Tenant(tenant.id(), tenant.username(), tokenOf(tenant.id()));
    }

    /** As staff do it. */
    public static void deactivate(Tenant tenant) {
        Arc.container().select(TestUsers.class).get().deactivate(tenant.id());
    }

    /** What a login would give, without the cost of one. */
    private static String tokenOf(int id) {
        return Arc.container().select(TestLogins.class).get().begin(id).access();
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

        /** Sets what it may send; counts from its next message on. */
        public void limit(int perDay, int perMinute) {
            admin().call()
                    .body(Map.of("max_messages_per_day", perDay, "max_messages_per_minute", perMinute))
                    .patch("/api/v1/users/" + id + "/")
                    .then()
                    .statusCode(200);
        }

        /** How many messages it has. */
        public int messages() {
            return bare().get("/api/v1/messages/list/")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("count");
        }

        /** One of its messages. */
        public JsonPath message(int id) {
            return bare().get("/api/v1/messages/" + id + "/")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
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
