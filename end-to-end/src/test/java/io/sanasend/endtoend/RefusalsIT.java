package io.sanasend.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sanasend.endtoend.testing.Http;
import io.sanasend.endtoend.testing.Product;
import io.sanasend.endtoend.testing.Tenant;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong input and missing rights get the contract's error, name the field, and change nothing. */
@ExtendWith(Product.Provider.class)
class RefusalsIT {

    private static final String FRIEND = "4915100000099";
    private static final String SEND_TEXT = "/messages/send-text/";

    private static Product product;
    private static Tenant tenant;
    private int before;

    @BeforeAll
    static void link(Product started) {
        product = started;
        tenant = product.newTenant();
        tenant.link("4915100000021");
    }

    @BeforeEach
    void count() {
        before = tenant.messageCount();
    }

    @AfterEach
    void nothingHasChanged() {
        assertThat(tenant.messageCount()).isEqualTo(before);
        assertThat(tenant.status().path("status").asText()).isEqualTo("connected");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no body               | ``                                                   | 400 |
            broken JSON           | {"recipient": "49                                    | 400 |
            a wrong type          | {"recipient": {"a": 1}, "message": "hi"}             | 422 | recipient
            no recipient          | {"message": "hi"}                                    | 422 | recipient
            a bad phone           | {"recipient": "12345", "message": "hi"}              | 422 | recipient
            words for a phone     | {"recipient": "my friend", "message": "hi"}          | 422 | recipient
            no text               | {"recipient": "4915100000099"}                       | 422 | message
            an empty text         | {"recipient": "4915100000099", "message": ""}        | 422 | message
            """)
    void refusesAMessageThatIsWrong(String what, String body, int status, String field) {
        Http.Reply reply = tenant.api().postRaw(SEND_TEXT, "application/json", body);

        assertProblem(reply, status);
        if (field != null) {
            assertThat(reply.json().path("errors").has(field)).as(reply.text()).isTrue();
        }
    }

    @Test
    void countsCodePointsNotUnitsAndRefusesOneTooMany() {
        Http.Reply reply = tenant.sendText(FRIEND, "😀".repeat(5001));

        assertProblem(reply, 422);
        assertThat(reply.json().path("errors").has("message")).isTrue();
    }

    @Test
    void refusesAnEmptyFileAndOneThatIsNotWhatItIsCalled() {
        byte[] text = "just a text".getBytes(StandardCharsets.UTF_8);

        Http.Reply empty = tenant.sendFile(FRIEND, "image", "cat.png", new byte[0], Map.of());
        Http.Reply disguised = tenant.sendFile(FRIEND, "image", "cat.png", text, Map.of());
        Http.Reply unknownType = tenant.sendFile(FRIEND, "hologram", "cat.png", text, Map.of());

        assertProblem(empty, 422);
        assertThat(empty.json().path("errors").has("file")).as(empty.text()).isTrue();
        assertProblem(disguised, 422);
        assertThat(disguised.json().path("errors").has("file"))
                .as(disguised.text())
                .isTrue();
        assertProblem(unknownType, 422);
        assertThat(unknownType.json().path("errors").has("media_type"))
                .as(unknownType.text())
                .isTrue();
    }

    @Test
    void refusesASessionThatDoesNotExistOrIsAnotherTenants() {
        Tenant other = product.newTenant();

        Http.Reply unknown =
                other.api().post(SEND_TEXT, Map.of("recipient", FRIEND, "message", "hi", "session", "no such session"));
        String foreign = tenant.status().path("id").asText();

        assertProblem(unknown, 404);
        for (String path : new String[] {"/sessions/status/" + foreign + "/", "/sessions/" + foreign + "/qr.png"}) {
            assertProblem(other.api().get(path), 404);
        }
        assertProblem(other.api().post("/sessions/disconnect/" + foreign + "/", Map.of()), 404);
        assertProblem(other.api().post("/sessions/logout/" + foreign + "/", Map.of()), 404);
        assertProblem(other.api().delete("/sessions/delete/" + foreign + "/"), 404);
        assertProblem(
                other.api().post(SEND_TEXT, Map.of("recipient", FRIEND, "message", "hi", "session", foreign)), 404);
    }

    @Test
    void refusesToSendFromASessionThatIsNotLinked() {
        Tenant other = product.newTenant();

        Http.Reply none = other.sendText(FRIEND, "hi");
        JsonNode session = other.startSession();
        Http.Reply unlinked = other.sendText(FRIEND, "hi");

        assertProblem(none, 409);
        assertThat(none.json().path("error_code").asText()).isEqualTo("SESSION_NOT_CONNECTED");
        assertProblem(unlinked, 409);
        assertThat(unlinked.json().path("error_code").asText()).isEqualTo("SESSION_NOT_CONNECTED");
        assertThat(other.messageCount()).isZero();
        other.api()
                .delete("/sessions/delete/" + session.path("id").asText() + "/")
                .ok();
    }

    @Test
    void refusesACallerWithoutAValidKeyOrToken() {
        Map<String, String> message = Map.of("recipient", FRIEND, "message", "hi");
        String forged = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIiwiZXhwIjoxfQ.6K5s0vX0x0Xg0y6l0n9m0w";
        for (Http caller : new Http[] {
            product.anonymous(),
            product.anonymous().with("X-Api-Key", "wsk_nonsense"),
            product.anonymous().with("Authorization", "ApiKey wsk_abc_def"),
            product.anonymous().with("Authorization", "Bearer " + forged)
        }) {
            Http.Reply reply = caller.post(SEND_TEXT, message);
            assertProblem(reply, 401);
            assertThat(reply.header("WWW-Authenticate")).isPresent();
        }
    }

    @Test
    void letsNobodyButStaffSeeTheUsers() {
        assertProblem(tenant.api().get("/users/"), 403);
    }

    private static void assertProblem(Http.Reply reply, int status) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        JsonNode problem = reply.json();
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("success").asBoolean(true)).isFalse();
        assertThat(problem.path("error_code").asText()).isNotBlank();
        assertThat(problem.path("request_id").asText()).isNotBlank();
    }
}
