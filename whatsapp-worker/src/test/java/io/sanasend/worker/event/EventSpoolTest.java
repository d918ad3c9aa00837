package io.sanasend.worker.event;

import static io.sanasend.worker.event.Spools.CLOCK;
import static io.sanasend.worker.event.Spools.drain;
import static io.sanasend.worker.event.Spools.snapshot;
import static io.sanasend.worker.event.Spools.subjects;
import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.model.message.Ack;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.wire.WorkerEvent;
import io.sanasend.model.wire.WorkerEventBatch;
import io.sanasend.worker.testing.Messages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventSpoolTest {

    private static final SessionId ONE = SessionId.first(1);
    private static final SessionId TWO = SessionId.first(2);

    @TempDir
    Path directory;

    private EventSpool spool;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.open(new DiskFiles(directory), new SpoolLimits(3, 1L << 20, 1L << 20));
    }

    @AfterEach
    void close() {
        spool.close();
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
        WorkerEventBatch onItsWay = spool.awaitBatch(10);
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

        List<WorkerEvent> batch = spool.awaitBatch(10).events();

        assertThat(batch)
                .extracting(WorkerEvent::eventId)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.startsWith("boot"));
        assertThat(batch).extracting(WorkerEvent::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(batch).extracting(WorkerEvent::at).containsOnly(CLOCK.instant());
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

        WorkerEventBatch first = spool.awaitBatch(10);

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
        assertThat(spool.trouble())
                .hasValueSatisfying(reason -> assertThat(reason).contains("the api does not take the events"));
        Thread reporter = Thread.startVirtualThread(() -> spool.received(ONE, Messages.inbound("D")));
        soon(() -> reporter.getState() == Thread.State.WAITING);
        assertThat(spool.pending()).isEqualTo(3);

        assertThat(subjects(spool.awaitBatch(2))).containsExactly("u1 ack A", "u1 ack B");
        spool.acknowledge();

        assertThat(reporter.join(Duration.ofSeconds(10))).isTrue();
        assertThat(spool.trouble()).isEmpty();
        assertThat(drain(spool)).containsExactly("boot: u1 ack C", "boot: u1 message D");
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
