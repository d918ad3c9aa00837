package io.sanasend.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.api.worker.Sighting;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import io.sanasend.model.wire.SessionSnapshot;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LastSightingTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    private final LastSighting known = LastSighting.of(sighting("run-1", 5, NOON, NOON));

    @Test
    void withinOneRunAHigherRevisionIsNewerWhateverTheClocksSay() {
        assertThat(known.isOlderThan(sighting("run-1", 6, NOON.minusSeconds(60), NOON), NOON))
                .isTrue();
        assertThat(known.isOlderThan(sighting("run-1", 5, NOON.plusSeconds(60), NOON), NOON))
                .isFalse();
        assertThat(known.isOlderThan(sighting("run-1", 4, NOON.plusSeconds(60), NOON), NOON))
                .isFalse();
    }

    @Test
    void withinOneRunAStateThatWasEnteredLaterIsNewerThoughRevisionsBeganAnew() {
        assertThat(known.isOlderThan(sighting("run-1", 1, NOON, NOON.plusMillis(1)), NOON))
                .isTrue();
    }

    @Test
    void whatIsKnownFromAnotherRunIsOlder() {
        assertThat(known.isOlderThan(sighting("run-2", 1, NOON.minusSeconds(60), NOON), NOON))
                .isTrue();
        assertThat(known.isOfTheSameRunAs(sighting("run-2", 5, NOON, NOON))).isFalse();
    }

    @Test
    void whatEndedWithoutTheWordOfAWorkerIsOlderThanWhatIsSeenLater() {
        LastSighting ended = LastSighting.nobodys(NOON);

        assertThat(ended.isOlderThan(sighting("run-1", 9, NOON.plusMillis(1), NOON), NOON))
                .isTrue();
        assertThat(ended.isOlderThan(sighting("run-1", 9, NOON, NOON.plusSeconds(60)), NOON))
                .isFalse();
    }

    @Test
    void anythingIsNewerThanNothing() {
        assertThat(LastSighting.NONE.isOlderThan(sighting("run-1", 0, Instant.EPOCH, Instant.EPOCH), NOON))
                .isTrue();
    }

    private static Sighting sighting(String run, long revision, Instant at, Instant since) {
        return new Sighting(
                run,
                at,
                new SessionSnapshot(
                        SessionId.first(1),
                        revision,
                        SessionState.CONNECTED,
                        true,
                        null,
                        StateReason.of("connected"),
                        since,
                        null,
                        null,
                        null));
    }
}
