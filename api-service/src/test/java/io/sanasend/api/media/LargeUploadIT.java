package io.sanasend.api.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.PackagedService;
import io.sanasend.api.testing.RawUpload;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.session.SessionState;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The largest files go through a service that has less memory than three of them. */
@ApiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeUploadIT {

    private static final long LARGEST = 100 << 20;
    private static final String SEND_MEDIA = "/api/v1/messages/send-media/";

    @Inject
    TestNumbers numbers;

    @Inject
    StubWorker worker;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    private final Path media = Path.of("target", "large-uploads").toAbsolutePath();
    private PackagedService service;

    @BeforeAll
    void startWithLittleMemory() throws IOException {
        service = PackagedService.start(
                "large-uploads",
                List.of("-Xmx256m"),
                Map.of("SANASEND_MEDIA_DIR", media.toString(), "SANASEND_MEDIA_MAX_UPLOADS", "16"));
    }

    @AfterAll
    void removeFiles() throws IOException {
        service.close();
        try (Stream<Path> files = Files.walk(media)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void handsTheLargestFileOver() throws IOException {
        Number number = numbers.linked(events);

        try (RawUpload upload = upload(service, number).send(LARGEST).finish()) {
            assertThat(upload.answer().status()).isIn(200, 202);
        }

        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> worker.handed(number.sessionId()).size() == 1);
        assertThat(worker.handed(number.sessionId()).getFirst().file()).hasSize((int) LARGEST);
        assertThat(service.log()).doesNotContain("OutOfMemoryError");
    }

    @Test
    void takesOrRefusesManyOfTheLargestAtOnce() throws Exception {
        List<Callable<Integer>> uploads = new ArrayList<>();
        for (int user = 0; user < 8; user++) {
            Number number = numbers.linked(events);
            numbers.enter(events, number, SessionState.RECONNECTING);
            for (int i = 0; i < 8; i++) {
                uploads.add(() -> statusOf(number));
            }
        }

        List<Integer> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(uploads.size())) {
            for (Future<Integer> answer : callers.invokeAll(uploads)) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).hasSize(64).containsOnly(202, 503).contains(202);
        assertThat(service.isAlive()).isTrue();
        assertThat(service.log()).doesNotContain("OutOfMemoryError").doesNotContain("ERROR");
        try (Stream<Path> left = Files.list(media.resolve("incoming"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void takesNothingInWhenTheDiskIsAlmostFull() throws IOException {
        Number number = numbers.linked(events);
        try (PackagedService full = PackagedService.start(
                        "full-disk",
                        List.of("-Xmx256m"),
                        Map.of("SANASEND_MEDIA_DIR", media.toString(), "SANASEND_MEDIA_MIN_FREE", "100000G"));
                RawUpload upload = upload(full, number)) {
            RawUpload.Answer answer = upload.answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("\"UPLOADS_EXHAUSTED\"");
        }
    }

    /** A refused caller may find the connection at its end while it still sends. */
    private int statusOf(Number number) throws IOException {
        try (RawUpload upload = upload(service, number)) {
            try {
                upload.send(LARGEST).finish();
            } catch (IOException broken) {
                return upload.answer().status();
            }
            return upload.answer().status();
        }
    }

    private static RawUpload upload(PackagedService target, Number number) throws IOException {
        return new RawUpload(target.url(SEND_MEDIA), "Bearer " + number.tenant().token(), LARGEST);
    }
}
