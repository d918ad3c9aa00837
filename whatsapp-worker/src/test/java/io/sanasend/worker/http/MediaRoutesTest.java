package io.sanasend.worker.http;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.worker.http.RunningServer.Answer;
import io.sanasend.worker.testing.FakeWhatsAppPage;
import io.sanasend.worker.testing.Messages;
import io.sanasend.worker.testing.Signals;
import io.sanasend.worker.whatsapp.SendOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages with a file: a multipart request, whose file is gone when it is answered. */
class MediaRoutesTest {

    private static final String PATH = "/sessions/u1/messages";
    private static final String MEDIA = """
            {"waMessageId": "3EB0000000000000000001", "fence": 1, "recipient": "4915112345678",
             "message": {"type": "media", "mediaType": "image", "contentType": "image/png", "filename": "a.png",
             "caption": null}}""";

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

    /** The server removes what it has put aside once it has answered. */
    private void assertUploadsAreGone() {
        soon(() -> {
            try (Stream<Path> left = Files.list(worker.uploads)) {
                return left.findAny().isEmpty();
            }
        });
    }

    /** The file as the page got it. */
    private final AtomicReference<byte[]> taken = new AtomicReference<>();

    private void take(SendOutcome outcome) {
        page.answersSends((_, file) -> {
            try {
                taken.set(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return outcome;
        });
    }

    @Test
    void comesWithItsFileOfWhichNothingIsKept() {
        take(new SendOutcome.Sent(FakeWhatsAppPage.receipt(Messages.id(1))));
        byte[] file = "bytes ".repeat(50_000).getBytes(StandardCharsets.UTF_8);

        Answer answer = worker.postMultipart(PATH, MEDIA, file);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(taken.get()).isEqualTo(file);
        assertUploadsAreGone();
    }

    @ParameterizedTest
    @MethodSource("io.sanasend.worker.http.SendOutcomes#notSent")
    void leavesNothingBehindWhenItIsNotSent(SendOutcome outcome, int status, String code) {
        take(outcome);

        Answer answer = worker.postMultipart(PATH, MEDIA, new byte[] {1});

        assertThat(answer.code()).isEqualTo(code);
        assertUploadsAreGone();
    }

    @Test
    void leavesNothingBehindWhenTheSessionIsNotConnected() {
        page.shows(Signals.syncing());

        Answer answer = worker.postMultipart(PATH, MEDIA, new byte[] {1});

        assertThat(answer.code()).isEqualTo("SESSION_NOT_CONNECTED");
        assertUploadsAreGone();
    }

    @Test
    void asJsonAloneIsRefused() {
        Answer answer = worker.postJson(PATH, MEDIA);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.message()).contains("multipart/form-data");
    }

    @Test
    void withoutAFileIsRefused() {
        Answer answer = worker.postMultipart(PATH, MEDIA);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.message()).contains("file");
    }

    @Test
    void withAnEmptyFileIsRefused() {
        Answer answer = worker.postMultipart(PATH, MEDIA, new byte[0]);

        assertThat(answer.status()).isEqualTo(422);
        assertUploadsAreGone();
    }

    @Test
    void thatIsATextIsRefused() {
        Answer answer = worker.postMultipart(PATH, """
                {"waMessageId": "3EB0000000000000000001", "fence": 1, "recipient": "4915112345678",
                 "message": {"type": "text", "body": "Hello"}}""", new byte[] {1});

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.message()).contains("media message");
        assertThat(page.count("send")).isZero();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            "image"      | "canary"     | mediaType
            "a.png"      | "../canary"  | filename
            "a.png"      | " "          | filename
            "image/png"  | {"canary":1} | contentType
            """, delimiter = '|', quoteCharacter = '`')
    void aWrongFieldIsNamedAndItsValueNotQuoted(String replaced, String by, String named) {
        Answer answer = worker.postMultipart(PATH, MEDIA.replace(replaced, by), new byte[] {1});

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.message()).contains(named).doesNotContain("canary");
        assertThat(page.count("send")).isZero();
    }
}
