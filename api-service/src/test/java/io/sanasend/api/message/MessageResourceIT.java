package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.path.json.JsonPath;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import jakarta.inject.Inject;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class MessageResourceIT {

    @Inject
    TestNumbers numbers;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void showsEverythingKnownAboutAMessage() {
        Number number = numbers.linked(events);
        int id = send(number, "+4915112345678", "hello", "ref-1");

        number.tenant()
                .bare()
                .get("/api/v1/messages/list/")
                .then()
                .statusCode(200)
                .body("success", equalTo(true))
                .body("count", equalTo(1))
                .body("next", nullValue())
                .body("results[0].id", equalTo(id))
                .body("results[0].username", equalTo(number.tenant().username()))
                .body("results[0].recipient", equalTo("4915112345678"))
                .body("results[0].message_type", equalTo("text"))
                .body("results[0].content", equalTo("hello"))
                .body("results[0].status", equalTo("sent"))
                .body("results[0].whatsapp_id", notNullValue())
                .body("results[0].session", equalTo(number.sessionId()))
                .body("results[0].reference", equalTo("ref-1"))
                .body("results[0].sent_at", notNullValue())
                .body("results[0].delivered_at", nullValue())
                .body("results[0].attempts", equalTo(1));
        assertThat(number.tenant().message(id).getList("data.history.status", String.class))
                .containsExactly("queued", "sending", "sent");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            status=sent              | 3
            status=failed            | 0
            message_type=text        | 3
            message_type=file        | 0
            recipient=%2B14155552671 | 1
            recipient=nobody         | 0
            reference=b              | 1
            search=LEFT              | 1
            search=50%25             | 1
            search=_                 | 0
            since=2020-01-01         | 3
            since=2999-01-01T00:00:00Z | 0
            until=2020-01-01T00:00:00%2B02:00 | 0
            session=u1               | 0
            page_size=2              | 2
            page=2&page_size=2       | 1
            page=9                   | 0
            """)
    void narrowsTheListDown(String query, int expected) {
        Number number = numbers.linked(events);
        send(number, "+4915112345678", "Only 50% left -- today", "a");
        send(number, "+14155552671", "second", "b");
        send(number, "+447911123456", "third", "c");

        number.tenant()
                .bare()
                .urlEncodingEnabled(false)
                .get("/api/v1/messages/list/?" + query)
                .then()
                .statusCode(200)
                .body("results", hasSize(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=gone",
                "message_type=sms",
                "page=0",
                "page=x",
                "page_size=101",
                "page_size=-1",
                "since=yesterday",
                "until=2026-13-01",
                "cursor=abc",
                "search=a%00b"
            })
    void namesTheParameterThatCannotBeRead(String query) {
        Number number = numbers.linked(events);

        number.tenant()
                .bare()
                .urlEncodingEnabled(false)
                .get("/api/v1/messages/list/?" + query)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors." + query.substring(0, query.indexOf('=')), hasItem(notNullValue()));
    }

    @Test
    void leadsOnByCursor() {
        Number number = numbers.linked(events);
        List<Integer> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sent.addFirst(send(number, "+4915112345678", "m" + i, "r"));
        }

        List<Integer> read = new ArrayList<>();
        String next = "/api/v1/messages/list/?page_size=2&cursor=";
        while (next != null) {
            JsonPath page = number.tenant()
                    .bare()
                    .get(next)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            assertThat(page.<Object>get("count")).isNull();
            read.addAll(page.getList("results.id", Integer.class));
            next = page.getString("next");
        }

        assertThat(read).isEqualTo(sent);
    }

    @Test
    void linksThePagesAroundOne() {
        Number number = numbers.linked(events);
        for (int i = 0; i < 3; i++) {
            send(number, "+4915112345678", "m" + i, "r");
        }

        number.tenant()
                .bare()
                .get("/api/v1/messages/list/?page=2&page_size=1")
                .then()
                .body("count", equalTo(3))
                .body("next", containsString("page=3"))
                .body("previous", containsString("page=1"));
    }

    @Test
    void doesNotKnowAnotherTenantsMessage() {
        Number number = numbers.linked(events);
        Number other = numbers.linked(events);
        int id = send(other, "+4915112345678", "secret", "r");

        for (String path : List.of(id + "/", "" + id, "999999999", id + "/media/")) {
            number.tenant()
                    .bare()
                    .get("/api/v1/messages/" + path)
                    .then()
                    .statusCode(404)
                    .body("error_code", equalTo("MESSAGE_NOT_FOUND"));
        }
        number.tenant().bare().get("/api/v1/messages/list/").then().body("count", equalTo(0));
    }

    @Test
    void hasNoFileOfATextMessage() {
        Number number = numbers.linked(events);
        int id = send(number, "+4915112345678", "text", "r");

        number.tenant()
                .bare()
                .get("/api/v1/messages/" + id + "/media/")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("error_code", equalTo("NOT_FOUND"));
    }

    private static int send(Number number, String recipient, String text, String reference) {
        return number.tenant()
                .call()
                .body(Map.of("recipient", recipient, "message", text, "reference", reference))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(200)
                .extract()
                .path("data.dbId");
    }
}
