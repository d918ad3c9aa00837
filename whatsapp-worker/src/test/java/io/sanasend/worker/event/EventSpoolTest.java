package io.sanasend.worker.event;

import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.model.message.Ack;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerEvent;
import io.sanasend.worker.testing.Messages;
import io.sanasend.worker.testing.SettableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventSpoolTest {

    private static final SessionId ONE = SessionId.first(1);
    private static final SessionId TWO = SessionId.first(2);

    private final SettableClock clock = new SettableClock();
    private final EventSpool spool = new EventSpool("boot", clock, 3);

    private SessionSnapshot snapshot(SessionId id, long revision) {
        return new SessionSnapshot(
                id,
                revision,
                SessionState.INITIALIZING,
                false,
                null,
                StateReason.of("starting"),
                clock.instant(),
                null,
                null,
                null);
    }

    /** What each event is about, in the order of the batch. */
    private static List<String> subjects(List<WorkerEvent> batch) {
        return batch.stream()
                .map(event -> switch (event) {
                    case WorkerEvent.SessionChanged changed ->
                        changed.sessionId() + " revision " + changed.snapshot().revision();
                    case WorkerEvent.MessageAcked acked -> acked.sessionId() + " ack " + acked.waMessageId();
                    case WorkerEvent.MessageReceived received ->
                        received.sessionId() + " message " + received.message().waMessageId();
                })
                .toList();
    }

    @Test
    void keepsTheOrderInWhichThingsHappened() throws InterruptedException {
        spool.changed(snapshot(ONE, 1));
        spool.acked(TWO, "A", Ack.SERVER);
        spool.received(ONE, Messages.inbound("B"));

        assertThat(subjects(spool.awaitBatch(10))).containsExactly("u1 revision 1", "u2 ack A", "u1 message B");
    }

    @Test
    void aNewerStateReplacesAnOlderOneOfTheSameSession() throws InterruptedException {
        spool.changed(snapshot(ONE, 1));
        spool.changed(snapshot(TWO, 1));
        spool.acked(ONE, "A", Ack.SERVER);
        spool.changed(snapshot(ONE, 2));

        assertThat(subjects(spool.awaitBatch(10))).containsExactly("u2 revision 1", "u1 ack A", "u1 revision 2");
    }

    @Test
    void whatIsOnItsWayIsNeverReplaced() throws InterruptedException {
        spool.changed(snapshot(ONE, 1));
        List<WorkerEvent> onItsWay = spool.awaitBatch(10);
        spool.changed(snapshot(ONE, 2));
        spool.changed(snapshot(ONE, 3));

        assertThat(spool.pending()).isEqualTo(2);
        spool.acknowledge();

        assertThat(subjects(onItsWay)).containsExactly("u1 revision 1");
        assertThat(subjects(spool.awaitBatch(10))).containsExactly("u1 revision 3");
    }

    @Test
    void eventsHaveUniqueIdsAndASequenceOfTheirSession() throws InterruptedException {
        spool.acked(ONE, "A", Ack.SERVER);
        spool.acked(TWO, "B", Ack.SERVER);
        spool.acked(ONE, "C", Ack.SERVER);

        List<WorkerEvent> batch = spool.awaitBatch(10);

        assertThat(batch)
                .extracting(WorkerEvent::eventId)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.startsWith("boot"));
        assertThat(batch).extracting(WorkerEvent::sequence).containsExactly(1L, 1L, 2L);
        assertThat(batch).extracting(WorkerEvent::at).containsOnly(clock.instant());
    }

    @Test
    void aBatchHasItsLimitAndTheRestComesNext() throws InterruptedException {
        spool.acked(ONE, "A", Ack.SERVER);
        spool.acked(ONE, "B", Ack.SERVER);
        spool.acked(ONE, "C", Ack.SERVER);

        assertThat(subjects(spool.awaitBatch(2))).containsExactly("u1 ack A", "u1 ack B");
        spool.acknowledge();
        assertThat(subjects(spool.awaitBatch(2))).containsExactly("u1 ack C");
    }

    @Test
    void whatWasNotAcknowledgedIsGivenAgain() throws InterruptedException {
        spool.acked(ONE, "A", Ack.SERVER);

        List<WorkerEvent> first = spool.awaitBatch(10);

        assertThat(spool.awaitBatch(10)).isEqualTo(first);
    }

    @Test
    void aBatchIsWaitedFor() throws InterruptedException {
        Thread reporter = Thread.ofVirtual().unstarted(() -> spool.acked(ONE, "A", Ack.SERVER));
        reporter.start();

        assertThat(subjects(spool.awaitBatch(10))).containsExactly("u1 ack A");
    }

    @Test
    void aFullSpoolMakesTheReporterWaitUntilThereIsRoom() throws InterruptedException {
        for (String id : List.of("A", "B", "C")) {
            spool.acked(ONE, id, Ack.SERVER);
        }
        assertThat(spool.isFull()).isTrue();
        Thread reporter = Thread.startVirtualThread(() -> spool.received(ONE, Messages.inbound("D")));
        soon(() -> reporter.getState() == Thread.State.WAITING);
        assertThat(spool.pending()).isEqualTo(3);

        spool.awaitBatch(2);
        spool.acknowledge();

        assertThat(reporter.join(Duration.ofSeconds(10))).isTrue();
        assertThat(spool.isFull()).isFalse();
        assertThat(subjects(spool.awaitBatch(10))).containsExactly("u1 ack C", "u1 message D");
    }

    @Test
    void aStateIsTakenEvenIfItIsFull() {
        for (String id : List.of("A", "B", "C")) {
            spool.acked(ONE, id, Ack.SERVER);
        }

        spool.changed(snapshot(ONE, 1));
        spool.changed(snapshot(ONE, 2));

        assertThat(spool.pending()).isEqualTo(4);
    }
}
