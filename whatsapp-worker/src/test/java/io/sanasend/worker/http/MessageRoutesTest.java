package io.sanasend.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.model.wire.NumberLookup;
import io.sanasend.worker.http.RunningServer.Answer;
import io.sanasend.worker.testing.FakeWhatsAppPage;
import io.sanasend.worker.testing.Messages;
import io.sanasend.worker.testing.Signals;
import io.sanasend.worker.whatsapp.LookupOutcome;
import io.sanasend.worker.whatsapp.SendOutcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text messages and look-ups. */
class MessageRoutesTest {

    private static final String PATH = "/sessions/u1/messages";
    private static final String TEXT = """
            {"waMessageId": "3EB0000000000000000001", "fence": 1, "recipient": "4915112345678",
             "message": {"type": "text", "body": "Hello"}}""";

    @TempDir
    Path directory;

    private RunningServer worker;
    private FakeWhatsAppPage page;

    @BeforeEach
    void start() throws IOException {
        worker = RunningServer.on(directory);
        page = worker.connect();
    }

    @AfterEach
    void close() {
        worker.close();
    }

    @Nested
    class ATextMessage {

        @Test
        void getsItsReceipt() {
            Answer answer = worker.postJson(PATH, TEXT);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().path("waMessageId").asText()).isEqualTo("3EB0000000000000000001");
            assertThat(answer.body().path("ack").asInt()).isEqualTo(1);
            assertThat(answer.body().path("chatId").asText()).isEqualTo("4915112345678@c.us");
            assertThat(answer.body().path("timestamp").asText()).isEqualTo("2026-01-01T00:00:00Z");
        }

        @ParameterizedTest
        @MethodSource("io.sanasend.worker.http.SendOutcomes#notSent")
        void thatIsNotSentIsToldWhy(SendOutcome outcome, int status, String code) {
            page.answersSends(outcome);

            Answer answer = worker.postJson(PATH, TEXT);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.code()).isEqualTo(code);
            assertThat(answer.message()).isNotBlank();
        }

        @Test
        void isRefusedByASessionThatIsNotConnected() {
            page.shows(Signals.syncing());

            Answer answer = worker.postJson(PATH, TEXT);

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("SESSION_NOT_CONNECTED");
        }

        @Test
        void isRefusedUnderALowerFence() {
            worker.postJson(PATH, TEXT.replace("\"fence\": 1", "\"fence\": 2"));

            Answer answer = worker.postJson(PATH, TEXT);

            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("FENCED");
        }

        @Test
        void isNotFoundASessionForIfThereIsNone() {
            assertThat(worker.postJson("/sessions/u9/messages", TEXT).code()).isEqualTo("SESSION_NOT_FOUND");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "{", "{\"waMessageId\": ", "text"})
        void thatIsNoJsonIsMalformed(String body) {
            Answer answer = worker.postJson(PATH, body);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("MALFORMED_REQUEST");
        }

        @ParameterizedTest
        @CsvSource(textBlock = """
                # what is replaced       | by                   | named
                "3EB0000000000000000001" | "3eb-canary"         | waMessageId
                "fence": 1               | "fence": -7          | fence
                "fence": 1               | "fence": "canary"    | fence
                "fence": 1               | "fence": null        | fence
                "fence": 1               | "fence": 99999999999999999999 | fence
                "fence": 1,              |                      | fence
                "4915112345678"          | "+49-canary"         | recipient
                "Hello"                  | ""                   | body
                "text"                   | "canary"             | message
                {"type"                  | ["canary"], "x": {"type" | message
                """, delimiter = '|', quoteCharacter = '`')
        void aWrongFieldIsNamedAndItsValueNotQuoted(String replaced, String by, String named) {
            Answer answer = worker.postJson(PATH, TEXT.replace(replaced, by == null ? "" : by));

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.code()).isEqualTo("INVALID_REQUEST");
            assertThat(answer.message()).contains(named).doesNotContainIgnoringCase("canary");
            assertThat(page.count("send")).isZero();
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "null", "[]", "\"text\"", "7"})
        void thatIsNoMessageIsInvalid(String body) {
            assertThat(worker.postJson(PATH, body).status()).isEqualTo(422);
            assertThat(page.count("send")).isZero();
        }

        @Test
        void thatIsTooLargeIsRefused() {
            String large = TEXT.replace("Hello", "x".repeat(600_000));

            Answer answer = worker.postJson(PATH, large);

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.code()).isEqualTo("MEDIA_TOO_LARGE");
        }

        @Test
        void thatDoesNotSayHowLargeItIsIsRefusedAsWell() {
            byte[] large = TEXT.replace("Hello", "x".repeat(600_000)).getBytes(StandardCharsets.UTF_8);

            Answer answer = worker.answer(worker.request(PATH)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));

            assertThat(answer.status()).isEqualTo(413);
        }
    }

    @Nested
    class ALookUp {

        @Test
        void findsAMessage() {
            page.answersFind(new LookupOutcome.Found<>(FakeWhatsAppPage.receipt(Messages.id(1))));

            Answer answer = worker.get(PATH + "/3EB0000000000000000001?fence=1");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().path("ack").asInt()).isEqualTo(1);
        }

        @Test
        void saysThatAMessageIsNotThere() {
            Answer answer = worker.get(PATH + "/3EB0000000000000000001?fence=1");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("MESSAGE_NOT_FOUND");
        }

        @Test
        void saysThatNothingIsKnown() {
            page.answersFind(new LookupOutcome.Unanswered<>("no answer"));

            Answer answer = worker.get(PATH + "/3EB0000000000000000001?fence=1");

            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.code()).isEqualTo("RESULT_UNKNOWN");
        }

        @Test
        void isRefusedWhileTheSessionIsNotConnected() {
            page.shows(Signals.syncing());

            assertThat(worker.get(PATH + "/3EB0000000000000000001?fence=1").status())
                    .isEqualTo(409);
        }

        @Test
        void tellsWhetherANumberIsOnWhatsApp() {
            page.answersNumber(new LookupOutcome.Found<>(new NumberLookup(true, "551187654321@c.us", "1@lid")));
            assertThat(worker.get("/sessions/u1/numbers/5511987654321").text())
                    .isEqualTo("{\"exists\":true,\"waId\":\"551187654321@c.us\",\"lid\":\"1@lid\"}");

            page.answersNumber(new LookupOutcome.NotFound<>());
            Answer none = worker.get("/sessions/u1/numbers/5511987654321");
            assertThat(none.status()).isEqualTo(200);
            assertThat(none.body().path("exists").asBoolean()).isFalse();

            page.answersNumber(new LookupOutcome.Unanswered<>("no answer"));
            assertThat(worker.get("/sessions/u1/numbers/5511987654321").status())
                    .isEqualTo(504);
        }
    }
}
