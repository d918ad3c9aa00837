package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.specification.RequestSpecification;
import io.sanasend.api.media.MediaConfig;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.message.MediaType;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.session.SessionState;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ApiTest
class SendMediaIT {

    /** One transparent pixel. */
    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    private static final byte[] TEXT = "just text".getBytes(StandardCharsets.UTF_8);

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    MediaConfig media;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @TestHTTPResource("/api/v1/messages/send-text/")
    URL textMessages;

    @Test
    void sendsTheVeryBytesWithCaptionAndName() {
        Number number = numbers.linked(events);

        String path = form(number, "image", "pixel.png", PNG)
                .multiPart("caption", "Ein Punkt · 点", "text/plain; charset=utf-8")
                .post("/api/v1/messages/send-media/")
                .then()
                .statusCode(200)
                .body("data.status", equalTo("sent"))
                .body("data.messageId", notNullValue())
                .extract()
                .path("data.filePath");

        assertThat(worker.handed(number.sessionId())).singleElement().satisfies(handed -> {
            assertThat(handed.file()).isEqualTo(PNG);
            assertThat(handed.request().message())
                    .isEqualTo(new OutboundMessage.Media(MediaType.IMAGE, "image/png", "pixel.png", "Ein Punkt · 点"));
        });
        byte[] stored = number.tenant()
                .bare()
                .get(path)
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("attachment"))
                .header("X-Content-Type-Options", "nosniff")
                .extract()
                .asByteArray();
        assertThat(stored).isEqualTo(PNG);
        TestCallers.newTenant().bare().get(path).then().statusCode(404);
    }

    @Test
    void takesAnythingAsDocument() {
        Number number = numbers.linked(events);

        form(number, "file", "upload.txt", TEXT)
                .multiPart("filename", "../../notes ü.txt", "text/plain; charset=utf-8")
                .post("/api/v1/messages/send-media")
                .then()
                .statusCode(200);

        assertThat(worker.handed(number.sessionId())).singleElement().satisfies(handed -> {
            assertThat(handed.request().message()).isInstanceOfSatisfying(OutboundMessage.Media.class, message -> {
                assertThat(message.filename()).isEqualTo("notes ü.txt");
                assertThat(message.mediaType()).isEqualTo(MediaType.DOCUMENT);
            });
            assertThat(handed.file()).isEqualTo(TEXT);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "image,  notes.png, just text, file",
        "video,  clip.mp4,  just text, file",
        "audio,  song.mp3,  just text, file",
        "image,  empty.png, '',        file",
        "document, e.pdf,   '',        file",
        "sticker, a.png,    just text, media_type"
    })
    void refusesAFileThatIsNotWhatItIsSentAs(String type, String name, String content, String field)
            throws IOException {
        Number number = numbers.linked(events);
        long filesBefore = storedFiles();

        form(number, type, name, content.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/messages/send-media/")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("error_code", equalTo("VALIDATION_FAILED"))
                .body("errors." + field, hasItem(notNullValue()));

        assertNothingStored(number);
        assertThat(storedFiles()).isEqualTo(filesBefore);
    }

    @Test
    void namesEveryMissingPart() {
        Number number = numbers.linked(events);

        number.tenant()
                .bare()
                .multiPart("caption", "alone")
                .post("/api/v1/messages/send-media/")
                .then()
                .statusCode(422)
                .body("errors.recipient", hasItem(notNullValue()))
                .body("errors.media_type", hasItem(notNullValue()))
                .body("errors.file", hasItem(notNullValue()));
    }

    @Test
    void refusesACaptionThatIsTooLong() {
        Number number = numbers.linked(events);

        form(number, "image", "a.png", PNG)
                .multiPart("caption", "x".repeat(1_001))
                .post("/api/v1/messages/send-media/")
                .then()
                .statusCode(422)
                .body("errors.caption", hasItem(notNullValue()));
        form(number, "image", "a.png", PNG)
                .multiPart("caption", "ü".repeat(1_000), "text/plain; charset=utf-8")
                .post("/api/v1/messages/send-media/")
                .then()
                .statusCode(200);
    }

    @Test
    void refusesAnImageThatIsTooLarge() {
        Number number = numbers.linked(events);
        byte[] large = Arrays.copyOf(PNG, 16 * 1024 * 1024 + 1);

        form(number, "image", "large.png", large)
                .post("/api/v1/messages/send-media/")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("error_code", equalTo("REQUEST_TOO_LARGE"))
                .body("errors.file", hasItem(notNullValue()));

        assertNothingStored(number);
    }

    @Test
    void keepsNoFileOfAMessageThatIsNotAccepted() throws IOException {
        Number number = numbers.started(TestCallers.newTenant(), "never linked");
        long filesBefore = storedFiles();

        form(number, "image", "a.png", PNG)
                .post("/api/v1/messages/send-media/")
                .then()
                .statusCode(409)
                .body("error_code", equalTo("SESSION_NOT_CONNECTED"));

        assertThat(storedFiles()).isEqualTo(filesBefore);
    }

    @Test
    void failsAMessageWhoseFileIsGone() throws IOException {
        Number number = numbers.linked(events);
        numbers.enter(events, number, SessionState.RECONNECTING);
        int id = form(number, "image", "a.png", PNG)
                .header("Prefer", "respond-async")
                .post("/api/v1/messages/send-media/")
                .then()
                .statusCode(202)
                .extract()
                .path("data.dbId");
        try (Stream<Path> files = Files.walk(media.directory())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }

        numbers.enter(events, number, SessionState.CONNECTED);

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> number.tenant().message(id).getString("data.error_code"), "MEDIA_MISSING"::equals);
    }

    @Test
    void refusesAChunkedBodyThatIsTooLarge() throws IOException {
        Number number = numbers.linked(events);
        HttpURLConnection upload = (HttpURLConnection) textMessages.openConnection();
        upload.setRequestMethod("POST");
        upload.setDoOutput(true);
        upload.setChunkedStreamingMode(1 << 16);
        upload.setRequestProperty("Authorization", "Bearer " + number.tenant().token());
        upload.setRequestProperty("Content-Type", "application/json");
        try (OutputStream body = upload.getOutputStream()) {
            body.write(("{\"recipient\": \"+4915112345678\", \"message\": \"" + "x".repeat(1 << 20) + "\"}")
                    .getBytes(StandardCharsets.UTF_8));
        }

        assertThat(upload.getResponseCode()).isEqualTo(413);
        assertThat(new String(upload.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("REQUEST_TOO_LARGE");
    }

    @Test
    void wantsMultipart() {
        numbers.linked(events)
                .tenant()
                .call()
                .body("{}")
                .post("/api/v1/messages/send-media/")
                .then()
                .statusCode(415)
                .contentType("application/problem+json")
                .body("error_code", equalTo("UNSUPPORTED_MEDIA_TYPE"));
    }

    private static RequestSpecification form(Number number, String type, String name, byte[] content) {
        return number.tenant()
                .bare()
                .multiPart("recipient", "+4915112345678")
                .multiPart("media_type", type)
                .multiPart("file", name, content, "image/png");
    }

    private static void assertNothingStored(Number number) {
        number.tenant().bare().get("/api/v1/messages/list/").then().body("results", hasSize(0));
    }

    private long storedFiles() throws IOException {
        try (Stream<Path> files = Files.walk(media.directory())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getParent().getFileName().toString().equals("incoming"))
                    .count();
        }
    }
}
