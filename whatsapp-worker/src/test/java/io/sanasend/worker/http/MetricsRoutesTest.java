package io.sanasend.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.worker.http.RunningServer.Answer;
import io.sanasend.worker.whatsapp.SendOutcome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsRoutesTest {

    private static final String TEXT = """
            {"waMessageId": "3EB0000000000000000001", "fence": %d, "recipient": "4915112345678",
             "message": {"type": "text", "body": "Hello"}}""";

    @TempDir
    Path directory;

    private RunningServer worker;

    @BeforeEach
    void start() throws IOException {
        worker = RunningServer.on(directory);
    }

    @AfterEach
    void close() {
        worker.close();
    }

    @Test
    void sendsAreCountedByWhatCameOfThem() {
        var page = worker.connect();

        worker.postJson("/sessions/u1/messages", TEXT.formatted(5));
        page.answersSends(new SendOutcome.RateLimited("too much"));
        worker.postJson("/sessions/u1/messages", TEXT.formatted(5));
        worker.postJson("/sessions/u1/messages", TEXT.formatted(4));

        assertThat(metrics().text())
                .contains("sanasend_worker_sends_seconds_count{result=\"sent\"} 1")
                .contains("sanasend_worker_sends_seconds_count{result=\"rate_limited\"} 1")
                .contains("sanasend_worker_sends_seconds_count{result=\"fenced\"} 1");
    }

    @Test
    void areOpenAndNameNobody() {
        worker.connect();
        worker.postJson("/sessions/u1/messages", TEXT.formatted(1));

        Answer metrics = metrics();

        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.type()).startsWith("text/plain");
        assertThat(metrics.text()).doesNotContain("u1").doesNotContain("4915112345678");
    }

    private Answer metrics() {
        return worker.answerText(worker.anonymous("/metrics").GET());
    }
}
