package io.sanasend.worker.session;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.model.session.QrCode;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.worker.testing.RecordingEvents;
import io.sanasend.worker.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SessionStatusTest {

    private static final StateReason REASON = StateReason.of("starting");

    private static final Instant LINKED = SessionScenario.LINKED_AT;

    private final SettableClock clock = new SettableClock();
    private final RecordingEvents events = new RecordingEvents();
    private final SessionStatus status = new SessionStatus(SessionId.first(1), null, clock, events);

    @Test
    void beginsLoggedOutOrDisconnectedAsItsProfileIs() {
        SessionStatus linked = new SessionStatus(SessionId.first(2), LINKED, clock, events);

        assertThat(status.snapshot().state()).isEqualTo(SessionState.LOGGED_OUT);
        assertThat(status.snapshot().linked()).isFalse();
        assertThat(linked.snapshot().state()).isEqualTo(SessionState.DISCONNECTED);
        assertThat(linked.snapshot().linked()).isTrue();
        assertThat(linked.snapshot().linkedAt()).isEqualTo(LINKED);
        assertThat(events.snapshots()).isEmpty();
    }

    @Test
    void countsAndReportsOnlyRealChanges() {
        status.enter(SessionState.INITIALIZING, null, REASON);
        clock.advance(Duration.ofSeconds(1));
        status.enter(SessionState.INITIALIZING, null, REASON);

        assertThat(status.snapshot().revision()).isEqualTo(1);
        assertThat(events.snapshots()).containsExactly(status.snapshot());
    }

    @Test
    void anotherReasonIsAChangeButNoNewState() {
        status.enter(SessionState.INITIALIZING, null, REASON);
        Instant entered = clock.instant();
        clock.advance(Duration.ofSeconds(1));
        status.enter(SessionState.INITIALIZING, null, StateReason.of("pairing"));

        assertThat(status.snapshot().revision()).isEqualTo(2);
        assertThat(status.snapshot().since()).isEqualTo(entered);
    }

    @Test
    void aNewStateBeginsNow() {
        status.enter(SessionState.INITIALIZING, null, REASON);
        clock.advance(Duration.ofSeconds(1));
        status.enter(SessionState.CONNECTED, LINKED, StateReason.of("connected"));

        assertThat(status.snapshot().since()).isEqualTo(clock.instant());
    }

    @Test
    void eachCodeIsAChange() {
        Instant expiry = clock.instant().plusSeconds(60);
        status.enter(SessionState.QR_PENDING, null, REASON, new QrCode("a", 1, expiry), null);
        status.enter(SessionState.QR_PENDING, null, REASON, new QrCode("b", 2, expiry), null);

        assertThat(events.snapshots()).extracting(SessionSnapshot::revision).containsExactly(1L, 2L);
    }

    @Test
    void thePhoneIsKeptAsLongAsItIsLinked() {
        status.enter(SessionState.CONNECTED, LINKED, REASON, null, "4915112345678");
        status.enter(SessionState.RECONNECTING, LINKED, REASON);
        assertThat(status.snapshot().phone()).isEqualTo("4915112345678");

        status.enter(SessionState.LOGGED_OUT, null, REASON);
        assertThat(status.snapshot().phone()).isNull();
    }

    @Test
    void whatRunsInTheBrowserIsAChangeThatLeavesTheStateAlone() {
        status.enter(SessionState.INITIALIZING, null, REASON);
        var page = new SessionSnapshot.Page("chrome", "2.3000", "4.6.0", null, List.of());

        status.page(page);
        status.page(page);

        assertThat(status.snapshot().page()).isEqualTo(page);
        assertThat(status.snapshot().state()).isEqualTo(SessionState.INITIALIZING);
        assertThat(status.snapshot().revision()).isEqualTo(2);
    }

    @Test
    void aWaitEndsWhenTheSessionIsAsWanted() {
        var waiting = CompletableFuture.supplyAsync(
                () -> status.await(snapshot -> snapshot.state() == SessionState.CONNECTED, Duration.ofSeconds(30)));

        status.enter(SessionState.INITIALIZING, null, REASON);
        status.enter(SessionState.CONNECTED, LINKED, REASON);

        soon(waiting::isDone);
        assertThat(waiting.join().state()).isEqualTo(SessionState.CONNECTED);
    }

    @Test
    void aWaitEndsWhenItsTimeIsOver() {
        SessionSnapshot answer = status.await(_ -> false, Duration.ofMillis(20));

        assertThat(answer).isEqualTo(status.snapshot());
    }
}
