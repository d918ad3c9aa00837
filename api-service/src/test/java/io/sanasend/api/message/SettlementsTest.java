package io.sanasend.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.api.message.Settlements.Fate;
import io.sanasend.api.message.Settlements.Told;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.model.message.MessageStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettlementsTest {

    @Test
    void readsWhatAnotherReplicaWrote() {
        Told taken = new Told(
                "3EB0C767D0FD3A2B1C4E5F",
                new Fate.Taken(MessageStatus.SENT, Instant.parse("2026-05-01T10:00:00.123456Z")));
        Told failed = new Told("3EB0C767D0FD3A2B1C4E5F", new Fate.Failed(ProblemType.MESSAGE_EXPIRED));

        assertThat(Told.read(taken.write())).contains(taken);
        assertThat(Told.read(failed.write())).contains(failed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "x sent", "x sent yesterday", "x failed NO_SUCH_CODE", "x unheard-of 1"})
    void passesOverWhatItDoesNotKnow(String text) {
        assertThat(Told.read(text)).isEmpty();
    }
}
