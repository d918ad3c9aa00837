package io.sanasend.worker.event;

import static io.sanasend.worker.event.Spools.drain;
import static io.sanasend.worker.event.Spools.snapshot;
import static io.sanasend.worker.testing.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.model.message.Ack;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.wire.WorkerEvent;
import io.sanasend.worker.testing.Messages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A spool under load, and on a disk that is full. */
@Timeout(120)
class SpoolLoadTest {

    private static final SessionId ONE = SessionId.first(1);
    private static final SpoolLimits SMALL = new SpoolLimits(1000, 1L << 20, 1L << 20);

    @TempDir
    Path directory;

    private MeteredFiles files;

    @BeforeEach
    void open() throws IOException {
        files = new MeteredFiles(directory);
    }

    private static Thread reporting(EventSpool spool, String id) {
        Thread reporter = Thread.startVirtualThread(() -> spool.received(ONE, Messages.inbound(id)));
        soon(() -> reporter.getState() == Thread.State.WAITING || !reporter.isAlive());
        return reporter;
    }

    private static void ended(Thread reporter) throws InterruptedException {
        assertThat(reporter.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void manyThatReportAtOnceShareOneForceOfTheDisk() throws IOException, InterruptedException {
        var gate = new CountDownLatch(1);
        files.holdForces(gate);
        try (var spool = Spools.open(files, SMALL)) {
            List<Thread> reporters = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                reporters.add(reporting(spool, "M" + i));
            }

            gate.countDown();

            for (Thread reporter : reporters) {
                ended(reporter);
            }
            assertThat(files.forces()).isLessThanOrEqualTo(2);
            assertThat(drain(spool)).hasSize(200).doesNotHaveDuplicates();
        }
    }

    @Test
    void onAFullDiskReportersWaitAndNothingIsLost() throws IOException, InterruptedException {
        try (var spool = Spools.open(files, SMALL)) {
            spool.acked(ONE, "A", Ack.SERVER);
            // Room for a part of the next entry.
            files.room(30);
            Thread second = reporting(spool, "B");
            soon(() -> spool.trouble().isPresent());
            Thread third = reporting(spool, "C");

            assertThat(spool.trouble()).get().asString().contains("No space left on device");
            assertThat(second.isAlive()).isTrue();
            assertThat(third.isAlive()).isTrue();

            files.room(Long.MAX_VALUE);
            ended(second);
            ended(third);
            assertThat(spool.trouble()).isEmpty();
            assertThat(drain(spool)).containsExactly("boot: u1 ack A", "boot: u1 message B", "boot: u1 message C");
        }
    }

    @Test
    void whatWasWrittenOnADiskThatIsFullNowIsDeliveredAndOutlivesTheProcess(@TempDir Path copy)
            throws IOException, InterruptedException {
        var spool = Spools.open(files, SMALL);
        spool.acked(ONE, "A", Ack.SERVER);
        files.room(30);
        reporting(spool, "B");
        soon(() -> spool.trouble().isPresent());

        try (var again = Spools.open(Spools.asKilled(directory, copy.resolve("killed")), "second")) {
            assertThat(drain(again)).containsExactly("boot: u1 ack A");
        }
        assertThat(spool.awaitBatch(10).events()).hasSize(1);
        spool.acknowledge();
        spool.close();
    }

    @Test
    void statesNeitherWaitForAFullDiskNorGrowInNumber() throws IOException, InterruptedException {
        try (var spool = Spools.open(files, SMALL)) {
            files.room(0);
            reporting(spool, "A");
            soon(() -> spool.trouble().isPresent());

            for (int revision = 1; revision <= 1000; revision++) {
                spool.changed(snapshot(ONE, revision));
            }

            assertThat(spool.pending()).isEqualTo(2);
            assertThat(Spools.subjects(spool.awaitBatch(10))).containsExactly("u1 revision 1000");
            files.room(Long.MAX_VALUE);
        }
    }

    @Test
    void aSpoolThatIsFullByItsBytesTakesMoreOnceTheApiTookSome() throws IOException, InterruptedException {
        try (var spool = Spools.open(files, new SpoolLimits(1000, 1500, 300))) {
            int taken = 0;
            do {
                spool.received(ONE, Messages.inbound("M" + taken++));
            } while (spool.trouble().isEmpty());
            Thread waiting = reporting(spool, "last");
            assertThat(spool.pending()).isEqualTo(taken);

            List<String> told = drain(spool);
            ended(waiting);
            told.addAll(drain(spool));

            assertThat(told).hasSize(taken + 1).doesNotHaveDuplicates().endsWith("boot: u1 message last");
        }
    }

    @Test
    void whoIsInterruptedWhileTheDiskIsFullGoesOnAndItsEventIsKept() throws IOException, InterruptedException {
        try (var spool = Spools.open(files, SMALL)) {
            files.room(0);
            Thread reporter = reporting(spool, "A");
            soon(() -> spool.trouble().isPresent());

            reporter.interrupt();
            ended(reporter);

            files.room(Long.MAX_VALUE);
            assertThat(drain(spool)).containsExactly("boot: u1 message A");
        }
    }

    @Test
    void aHundredThousandEventsWaitOnTheDiskAndNotInMemory() throws IOException, InterruptedException {
        int each = 1000;
        try (var spool = Spools.open(files, SpoolLimits.DEFAULT)) {
            long before = usedHeap();
            try (var reporters = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int session = 1; session <= 100; session++) {
                    SessionId id = SessionId.first(session);
                    reporters.submit(() -> {
                        for (int i = 0; i < each; i++) {
                            spool.acked(id, "%018X".formatted(i), Ack.SERVER);
                        }
                    });
                }
            }
            assertThat(spool.pending()).isEqualTo(100 * each);
            assertThat(usedHeap() - before).isLessThan(8L << 20);
            assertThat(files.forces()).isLessThan(100 * each / 10);

            var next = new HashMap<SessionId, Integer>();
            while (spool.pending() > 0) {
                for (WorkerEvent event : spool.awaitBatch(1000).events()) {
                    int expected = next.merge(event.sessionId(), 1, Integer::sum) - 1;
                    assertThat(((WorkerEvent.MessageAcked) event).waMessageId()).isEqualTo("%018X".formatted(expected));
                }
                spool.acknowledge();
            }
            assertThat(next)
                    .hasSize(100)
                    .allSatisfy((_, told) -> assertThat(told).isEqualTo(each));
        }
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
