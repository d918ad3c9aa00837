package io.sanasend.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.worker.http.RunningServer.Answer;
import io.sanasend.worker.testing.FakeWhatsAppPage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissingFieldTest {

    private static final String MEDIA = """
            {"waMessageId": "3EB0000000000000000001", "fence": 1, "recipient": "4915112345678",
             "message": {"type": "media", "mediaType": "image", "contentType": "image/png", "filename": "a.png"}}""";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"mediaType", "contentType", "filename"})
    void aMissingFieldOfAMediaMessageIsNamed(String field) throws IOException {
        try (RunningServer worker = RunningServer.on(directory)) {
            FakeWhatsAppPage page = worker.connect();
            Answer answer = worker.postMultipart(
                    "/sessions/u1/messages", MEDIA.replace("\"" + field + "\"", "\"other\""), new byte[] {1});
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.message()).contains(field);
            assertThat(page.count("send")).isZero();
        }
    }

    @Test
    void aMissingBodyOfATextIsNamed() throws IOException {
        try (RunningServer worker = RunningServer.on(directory)) {
            worker.connect();
            Answer answer = worker.postJson("/sessions/u1/messages", """
                    {"waMessageId": "3EB0000000000000000001", "fence": 1, "recipient": "4915112345678",
                     "message": {"type": "text"}}""");
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.message()).contains("body");
        }
    }
}
