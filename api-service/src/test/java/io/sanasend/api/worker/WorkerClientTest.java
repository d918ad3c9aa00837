package io.sanasend.api.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClosedException;
import jakarta.ws.rs.ProcessingException;
import java.net.ConnectException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkerClientTest {

    /** A connection of the pool that its worker closes just when it is used fails unlike one that cannot be made. */
    static Stream<RuntimeException> failures() {
        return Stream.of(
                new HttpClosedException("Connection was closed"),
                new ProcessingException(new ConnectException("refused")));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aWorkerThatCannotBeHeardIsAway(RuntimeException failure) {
        assertThat(WorkerClient.answerTo(() -> {
                    throw failure;
                }))
                .isInstanceOf(WorkerAnswer.Away.class);
    }
}
