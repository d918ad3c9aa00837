package io.sanasend.simulator.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sanasend.simulator.testing.TestSimulator;
import io.sanasend.simulator.testing.TestSimulator.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The control API over HTTP, without a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlApiIT {

    private TestSimulator simulator;

    @BeforeAll
    void start() {
        simulator = TestSimulator.start();
    }

    @AfterAll
    void stop() {
        simulator.close();
    }

    @BeforeEach
    void reset() {
        simulator.post("/control/reset", "");
    }

    @Test
    void healthIsOpen() {
        assertThat(simulator.get("/health").body().get("status").asText()).isEqualTo("ok");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST | /control/scan                             | {"phone": "4915112345678"}                    | 422 | qr
            POST | /control/scan                             | {"qr": "x"}                                   | 422 | phone
            POST | /control/scan                             | {"qr": "x", "phone": "12"}                    | 422 | phone
            POST | /control/scan                             | {"qr": 5, "phone": "4915112345678"}           | 422 | qr
            POST | /control/scan                             | {"qr": "x", "phone": "4915112345678"}         | 404 | qr
            POST | /control/phones/4915112345678/messages    | {"body": "Hi"}                                | 422 | to
            POST | /control/phones/4915112345678/messages    | {"to": "nobody", "body": "Hi"}                | 422 | to
            POST | /control/phones/4915112345678/messages    | {"to": "4917600000001"}                       | 422 | body
            POST | /control/phones/4915112345678/messages    | {"to": "120363000000000001@g.us", "body": "Hi"} | 422 | to
            POST | /control/phones/abc/messages              | {"to": "4917600000001", "body": "Hi"}         | 422 | phone
            GET  | /control/phones/4915112345678/messages?since=today | {}                                   | 422 | since
            GET  | /control/phones/4915112345678/messages?limit=0     | {}                                   | 422 | limit
            GET  | /control/arrivals?after=-1                | {}                                            | 422 | after
            GET  | /control/arrivals?wait_ms=30001           | {}                                            | 422 | wait_ms
            PUT  | /control/numbers/4915112345678            | {"registered": "no"}                          | 422 | registered
            PUT  | /control/groups/team                      | {"subject": "x", "participants": []}          | 422 | id
            PUT  | /control/groups/120363000000000001        | {"subject": "x", "participants": ["x"]}       | 422 | participants
            PUT  | /control/settings                         | {"latency": 5}                                | 422 | latency
            PUT  | /control/settings                         | {"latency_ms": "5"}                           | 422 | latency_ms
            PUT  | /control/settings                         | {"latency_ms": -5}                            | 422 | latency_ms
            PUT  | /control/settings                         | {"lid": "yes"}                                | 422 | lid
            PUT  | /control/settings                         | {"lid": null}                                 | 422 | lid
            PUT  | /control/settings                         | {"cmd": "newest"}                             | 422 | cmd
            PUT  | /control/settings                         | {"refuse": "please"}                          | 422 | refuse
            PUT  | /control/settings                         | {"version": "latest"}                         | 422 | version
            PUT  | /control/phones/4915112345678/settings    | {"latency_ms": 1000000}                       | 422 | latency_ms
            POST | /control/messages/A1/ack                  | {"ack": 5}                                    | 422 | ack
            POST | /control/messages/A1/ack                  | {}                                            | 422 | ack
            POST | /control/phones/4915112345678/cut         | {"seconds": -1}                               | 422 | seconds
            POST | /control/qr                               | no picture                                    | 422 | body
            """)
    void wrongInputIsRefusedWithTheNameOfTheField(String method, String path, String body, int status, String field) {
        Answer answer = simulator.send(
                HttpRequest.newBuilder().method(method, HttpRequest.BodyPublishers.ofString(body)), path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().get("field").asText()).isEqualTo(field);
        assertThat(answer.body().get("detail").asText()).isNotBlank();
        assertThat(answer.body().get("status").asInt()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST | /control/scan             | {"qr":
            POST | /control/scan             | ["list"]
            PUT  | /control/settings         | nonsense
            """)
    void malformedBodyIsABadRequest(String method, String path, String body) {
        Answer answer = simulator.send(
                HttpRequest.newBuilder().method(method, HttpRequest.BodyPublishers.ofString(body)), path);

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void absentMessagesAreNotFound() {
        assertThat(simulator
                        .post("/control/phones/4915112345678/messages/A1/read", "")
                        .status())
                .isEqualTo(404);
        assertThat(simulator
                        .get("/control/phones/4915112345678/messages/A1/media")
                        .status())
                .isEqualTo(404);
        assertThat(simulator.post("/control/messages/A1/ack", "{\"ack\": 2}").status())
                .isEqualTo(404);
    }

    @Test
    void messageIsSeenByBothPhonesAndFiltered() {
        simulator.post("/control/phones/4917600000001/messages", "{\"to\": \"+49 151 12345678\", \"body\": \"one\"}");
        simulator.post("/control/phones/4917600000002/messages", "{\"to\": \"4915112345678\", \"body\": \"two\"}");

        assertThat(simulator.messages("4915112345678")).hasSize(2);
        assertThat(simulator.messages("4917600000001")).hasSize(1);
        assertThat(simulator
                        .get("/control/phones/4915112345678/messages?from=4917600000002")
                        .body())
                .singleElement()
                .satisfies(message -> assertThat(message.get("body").asText()).isEqualTo("two"));
        assertThat(simulator
                        .get("/control/phones/4915112345678/messages?limit=1")
                        .body())
                .singleElement()
                .satisfies(message -> assertThat(message.get("body").asText()).isEqualTo("two"));
        String later = Instant.now().plusSeconds(60).toString();
        assertThat(simulator
                        .get("/control/phones/4915112345678/messages?since=" + later)
                        .body())
                .isEmpty();
    }

    @Test
    void settingsChangeOnlyWhereTheyAreNamed() {
        Answer changed = simulator.put("/control/settings", "{\"latency_ms\": 40, \"cmd\": \"classic\"}");

        assertThat(changed.status()).isEqualTo(200);
        JsonNode settings = simulator.get("/control/settings").body();
        assertThat(settings.get("latency_ms").asInt()).isEqualTo(40);
        assertThat(settings.get("cmd").asText()).isEqualTo("classic");
        assertThat(settings.get("answer").asBoolean()).isTrue();
        assertThat(settings.get("qr_first_seconds").asInt()).isEqualTo(60);
    }

    @Test
    void phoneThatNobodyUsesIsShownButNotKept() {
        assertThat(simulator
                        .get("/control/phones/4917600000003")
                        .body()
                        .get("linked")
                        .asBoolean())
                .isFalse();
        assertThat(simulator.get("/control/phones").body()).isEmpty();

        simulator.put("/control/phones/4917600000003", "{\"name\": \"Cleo\"}");

        assertThat(simulator.get("/control/phones").body())
                .singleElement()
                .satisfies(phone -> assertThat(phone.get("name").asText()).isEqualTo("Cleo"));
    }

    @Test
    void unregisteredPhoneCannotScan() {
        simulator.put("/control/numbers/4917600000004", "{\"registered\": false}");

        Answer answer = simulator.post("/control/scan", "{\"qr\": \"x\", \"phone\": \"4917600000004\"}");

        assertThat(answer.status()).isEqualTo(409);
    }

    @Test
    void requestsOfOtherSitesAreRefused() {
        HttpRequest.Builder fromElsewhere = HttpRequest.newBuilder()
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.noBody());
        HttpRequest.Builder fromHere =
                HttpRequest.newBuilder().header("Origin", simulator.url()).POST(HttpRequest.BodyPublishers.noBody());

        assertThat(simulator.send(fromElsewhere, "/control/reset").status()).isEqualTo(403);
        assertThat(simulator.send(fromHere, "/control/reset").status()).isEqualTo(200);
    }

    @Test
    void pagesAreServedWithPlainNamesOnly() {
        assertThat(simulator.bytes("/page/main.js").statusCode()).isEqualTo(200);
        assertThat(simulator.bytes("/page/..%2Fsimplelogger.properties").statusCode())
                .isIn(400, 404);
        assertThat(simulator.bytes("/page/nothing.js").statusCode()).isEqualTo(404);
        assertThat(simulator
                        .bytes("/page/media/00000000-0000-0000-0000-000000000000")
                        .statusCode())
                .isEqualTo(401);
        HttpResponse<byte[]> phones = simulator.bytes("/phones");
        assertThat(phones.headers().firstValue("Content-Security-Policy"))
                .get()
                .asString()
                .contains("default-src 'self'");
        assertThat(new String(phones.body(), StandardCharsets.UTF_8)).doesNotContain("<script>", "onclick", "style=");
    }

    @Test
    void countersCountPageLoads() {
        long before =
                simulator.get("/control/requests").body().get("page_loads").asLong();

        simulator.bytes("/");

        assertThat(simulator.get("/control/requests").body().get("page_loads").asLong())
                .isEqualTo(before + 1);
        assertThat(simulator.get("/control/requests").body().get("sockets_open").asLong())
                .isZero();
    }
}
