package io.sanasend.api.message;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
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
            session=Instance         | 3
            session=instance         | 0
            session=99999999999999999999 | 0
            search=%22               | 0
            search=%5C               | 0
            search=n                 | 2
            search=415555            | 1
            search=left+--+today&status=sent | 1
            message_type=image&status=failed | 0
            reference=               | 3
            page_size=2              | 2
            page=2&page_size=2       | 1
            page=9                   | 0
            page=10000&page_size=100 | 0
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
                "page_size=-1",
                "since=yesterday",
                "since=%2B999999999-12-31T00:00:00Z",
                "until=-999999999-01-01T00:00:00Z",
                "until=2026-13-01",
                "cursor=abc",
                "cursor=12",
                "cursor=12-0&page=1",
                "page=10001",
                "page=1.5",
                "page_size=0",
                "page_size=101",
                "page_size=99999999999",
                "status=SENT",
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
    void takesACursorOfTheSameListOnly() {
        Number number = numbers.linked(events);
        for (int i = 0; i < 3; i++) {
            send(number, "+4915112345678", "m " + i, "r");
        }
        String next = number.tenant()
                .bare()
                .urlEncodingEnabled(false)
                .get("/api/v1/messages/list?status=sent&search=m%20&page_size=1&cursor=")
                .then()
                .statusCode(200)
                .body("previous", nullValue())
                .extract()
                .path("next");

        assertThat(next).contains("status=sent&search=m%20&page_size=1&cursor=");
        String cursor = next.substring(next.indexOf("cursor="));
        list(number, "status=sent&search=m%20&page_size=2&" + cursor).body("results", hasSize(2));
        for (String other : List.of("", "status=sent&", "status=failed&search=m%20&", "search=m%20&")) {
            list(number, other + cursor).statusCode(422).body("errors.cursor", hasItem(notNullValue()));
        }
    }

    @Test
    void countsPagesBeyondTheLast() {
        Number number = numbers.linked(events);
        send(number, "+4915112345678", "only", "r");

        list(number, "page=7&page_size=10&status=sent")
                .body("count", equalTo(1))
                .body("results", hasSize(0))
                .body("next", nullValue())
                .body("previous", containsString("page_size=10&status=sent&page=1"));
    }

    @Test
    void findsMessagesOfADeletedSessionByItsName() {
        Number number = numbers.linked(events);
        send(number, "+4915112345678", "old", "r");
        number.tenant()
                .bare()
                .delete("/api/v1/sessions/delete/" + number.id() + "/")
                .then()
                .statusCode(200);

        list(number, "session=Instance").body("count", equalTo(1));
        list(number, "session=" + number.id()).body("count", equalTo(1));
    }

    @Test
    void readsALogWithAKeyAsWell() {
        Number number = numbers.linked(events);
        int id = send(number, "+4915112345678", "hello", "r");
        String key = number.tenant().newKey();

        given().header("X-Api-Key", key)
                .get("/api/v1/messages/list")
                .then()
                .statusCode(200)
                .body("results[0].id", equalTo(id));
        given().header("Authorization", "ApiKey " + key)
                .get("/api/v1/messages/" + id)
                .then()
                .statusCode(200)
                .body("data.history", hasSize(3));
    }

    private static ValidatableResponse list(Number number, String query) {
        return number.tenant()
                .bare()
                .urlEncodingEnabled(false)
                .get("/api/v1/messages/list/?" + query)
                .then();
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
                .body("error_code", equalTo("MEDIA_NOT_FOUND"));
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
