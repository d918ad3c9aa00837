package io.sanasend.api.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.RawUpload;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Uploads that are broken off, too many, or refused. */
@ApiTest
class UploadIT {

    private static final long LARGE = 50_000_000;

    @Inject
    TestNumbers numbers;

    @Inject
    MediaConfig config;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @TestHTTPResource("/api/v1/messages/send-media/")
    URL mediaMessages;

    @Test
    void leavesNothingOfAnUploadThatIsBrokenOff() throws IOException {
        Number number = numbers.linked(events);
        try (RawUpload _ = upload(number, LARGE).send(3_000_000)) {
            Awaitility.await().until(() -> !incoming().isEmpty());
        }

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> incoming().isEmpty());
        number.tenant().bare().get("/api/v1/messages/list/").then().body("results", hasSize(0));
    }

    @Test
    void leavesNothingOfAnUploadThatIsRefused() throws IOException {
        Number number = numbers.started(TestCallers.newTenant(), "never linked");

        try (RawUpload upload = upload(number, 1_000_000).send(1_000_000).finish()) {
            assertThat(upload.answer().status()).isEqualTo(409);
        }

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> incoming().isEmpty());
    }

    @Test
    void refusesOneTooManyBeforeItsBodyIsRead() throws IOException {
        Number number = numbers.linked(events);
        Number other = numbers.linked(events);
        List<RawUpload> underWay = new ArrayList<>();
        try {
            for (int i = 0; i < config.maxUploadsPerUser(); i++) {
                underWay.add(upload(number, LARGE).send(100_000));
            }
            Awaitility.await().until(() -> incoming().size() == config.maxUploadsPerUser());

            try (RawUpload oneMore = upload(number, LARGE)) {
                RawUpload.Answer answer = oneMore.answer();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.head().toLowerCase(Locale.ROOT)).contains("\nretry-after: 3\n");
                assertThat(answer.body()).contains("\"UPLOADS_EXHAUSTED\"");
            }
            try (RawUpload ofOther = upload(other, 10).send(10).finish()) {
                assertThat(ofOther.answer().status()).isEqualTo(202);
            }
        } finally {
            for (RawUpload upload : underWay) {
                upload.close();
            }
        }

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> incoming().isEmpty());
        try (RawUpload again = upload(number, 10).send(10).finish()) {
            assertThat(again.answer().status()).isEqualTo(202);
        }
    }

    @Test
    void refusesStrangersBeforeTheirBodyIsRead() throws IOException {
        try (RawUpload stranger = new RawUpload(mediaMessages, "", LARGE)) {
            assertThat(stranger.answer().status()).isEqualTo(401);
        }
        assertThat(incoming()).isEmpty();
    }

    private RawUpload upload(Number number, long size) throws IOException {
        return new RawUpload(mediaMessages, "Bearer " + number.tenant().token(), size);
    }

    private List<Path> incoming() throws IOException {
        Path directory = config.directory().resolve("incoming");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
