package io.sanasend.worker.event;

import static io.sanasend.worker.event.Spools.asKilled;
import static io.sanasend.worker.event.Spools.drain;
import static io.sanasend.worker.event.Spools.snapshot;
import static io.sanasend.worker.testing.Soon.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.model.message.Ack;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.wire.WorkerEvent;
import io.sanasend.worker.testing.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a spool when its process is killed at any moment, or its files are damaged. */
@Timeout(60)
class SpoolSurvivalTest {

    private static final SessionId ONE = SessionId.first(1);
    private static final SessionId TWO = SessionId.first(2);

    @TempDir
    Path parent;

    private Path kill(String name) {
        return asKilled(parent.resolve("spool"), parent.resolve(name));
    }

    private EventSpool open(String bootId) {
        return Spools.open(parent.resolve("spool"), bootId);
    }

    private static List<String> delivered(Path directory, String bootId) throws InterruptedException {
        try (var spool = Spools.open(directory, bootId)) {
            return drain(spool);
        }
    }

    private static Path segment(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".events"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void whatWasReportedOutlivesTheProcess() throws InterruptedException {
        try (var spool = open("first")) {
            spool.acked(ONE, "A", Ack.SERVER);
            spool.received(TWO, Messages.inbound("B"));

            assertThat(delivered(kill("killed"), "second")).containsExactly("first: u1 ack A", "first: u2 message B");
        }
    }

    @Test
    void eventsKeepTheirIdsAndThoseOfTheNewRunComeBehind() throws InterruptedException {
        List<String> before;
        try (var spool = open("first")) {
            spool.acked(ONE, "A", Ack.SERVER);
            spool.acked(ONE, "B", Ack.SERVER);
            before = spool.awaitBatch(10).events().stream()
                    .map(WorkerEvent::eventId)
                    .toList();
        }

        try (var spool = open("second")) {
            spool.acked(ONE, "C", Ack.SERVER);
            var old = spool.awaitBatch(10);

            assertThat(old.workerBootId()).isEqualTo("first");
            assertThat(old.events()).extracting(WorkerEvent::eventId).containsExactlyElementsOf(before);
            spool.acknowledge();
            var fresh = spool.awaitBatch(10);
            assertThat(fresh.workerBootId()).isEqualTo("second");
            assertThat(fresh.events()).hasSize(1);
            assertThat(fresh.events().getFirst().eventId()).startsWith("second-");
            assertThat(fresh.events().getFirst().sequence())
                    .isGreaterThan(old.events().getLast().sequence());
        }
    }

    @Test
    void whatWasAcknowledgedIsNotToldAgain() throws InterruptedException {
        try (var spool = open("first")) {
            for (String id : List.of("A", "B", "C")) {
                spool.acked(ONE, id, Ack.SERVER);
            }
            spool.awaitBatch(2);
            spool.acknowledge();

            assertThat(delivered(kill("killed"), "second")).containsExactly("first: u1 ack C");
        }
    }

    @Test
    void aLostNoteOfWhatWasAcknowledgedTellsItAgainWithTheSameIds() throws InterruptedException, IOException {
        try (var spool = open("first")) {
            spool.acked(ONE, "A", Ack.SERVER);
            spool.acked(ONE, "B", Ack.SERVER);
            List<WorkerEvent> told = spool.awaitBatch(1).events();
            spool.acknowledge();
            Path killed = kill("killed");
            Files.delete(killed.resolve("acknowledged"));

            try (var again = Spools.open(killed, "second")) {
                assertThat(again.awaitBatch(1).events()).isEqualTo(told);
            }
        }
    }

    @Test
    void aLastEntryThatWasCutOffAnywhereIsDroppedAndNothingElse() throws InterruptedException, IOException {
        try (var spool = open("first")) {
            spool.acked(ONE, "A", Ack.SERVER);
            spool.received(ONE, Messages.inbound("B"));
            long kept = Files.size(segment(parent.resolve("spool")));
            spool.received(ONE, Messages.inbound("C"));
            Path killed = kill("killed");
            byte[] whole = Files.readAllBytes(segment(killed));

            for (int length = (int) kept; length < whole.length; length++) {
                Path cut = asKilled(killed, parent.resolve("cut-" + length));
                Files.write(segment(cut), java.util.Arrays.copyOf(whole, length));

                try (var again = Spools.open(cut, "second")) {
                    again.acked(TWO, "D", Ack.SERVER);
                    assertThat(drain(again))
                            .as("cut off at %d of %d", length, whole.length)
                            .containsExactly("first: u1 ack A", "first: u1 message B", "second: u2 ack D");
                }
            }
        }
    }

    @Test
    void aDamagedEntryCostsNoOther() throws InterruptedException, IOException {
        try (var spool = open("first")) {
            for (String id : List.of("A", "B", "C", "D")) {
                spool.received(ONE, Messages.inbound(id));
            }
            Path killed = kill("killed");
            byte[] bytes = Files.readAllBytes(segment(killed));
            int second = new String(bytes, UTF_8).indexOf('\n') + 1;
            int third = new String(bytes, UTF_8).indexOf('\n', second) + 1;

            for (int at : new int[] {second, second + 5, second + 9, second + 12, second + 60, third - 2}) {
                byte[] damaged = bytes.clone();
                damaged[at] ^= 0x11;
                Path copy = asKilled(killed, parent.resolve("damaged-" + at));
                Files.write(segment(copy), damaged);

                assertThat(delivered(copy, "second"))
                        .as("damaged at %d", at)
                        .containsExactly("first: u1 message A", "first: u1 message C", "first: u1 message D");
            }
        }
    }

    @Test
    void aLineBreakThatIsGoneCostsTheTwoItParted() throws InterruptedException, IOException {
        try (var spool = open("first")) {
            for (String id : List.of("A", "B", "C")) {
                spool.received(ONE, Messages.inbound(id));
            }
            Path killed = kill("killed");
            byte[] bytes = Files.readAllBytes(segment(killed));
            bytes[new String(bytes, UTF_8).indexOf('\n')] = ' ';
            Files.write(segment(killed), bytes);

            assertThat(delivered(killed, "second")).containsExactly("first: u1 message C");
        }
    }

    @Test
    void theNewestStateOutlivesTheProcessInItsPlace() throws InterruptedException {
        try (var spool = open("first")) {
            spool.changed(snapshot(ONE, 1));
            spool.acked(ONE, "A", Ack.SERVER);
            spool.changed(snapshot(ONE, 2));
            spool.acked(ONE, "B", Ack.SERVER);
            soon(() -> Files.readString(parent.resolve("spool/states")).contains("\"revision\":2"));

            assertThat(delivered(kill("killed"), "second"))
                    .containsExactly("first: u1 ack A", "first: u1 revision 2", "first: u1 ack B");
        }
    }

    @Test
    void aStateOfTheNewRunTakesThePlaceOfTheFormerOne() throws InterruptedException {
        try (var spool = open("first")) {
            spool.changed(snapshot(ONE, 7));
        }

        try (var spool = open("second")) {
            spool.changed(snapshot(ONE, 1));

            assertThat(drain(spool)).containsExactly("second: u1 revision 1");
        }
    }

    @Test
    void nothingThatWasDeliveredStaysOnTheDisk() throws InterruptedException, IOException {
        try (var spool = open("first")) {
            spool.received(ONE, Messages.inbound("B"));
            spool.changed(snapshot(TWO, 1));
            soon(() -> !contents().isEmpty());

            drain(spool);

            soon(() -> contents().isEmpty());
        }
        assertThat(contents()).isEmpty();
    }

    /** All that the files hold beside the note of what was acknowledged. */
    private String contents() throws IOException {
        var contents = new StringBuilder();
        try (var files = Files.list(parent.resolve("spool"))) {
            for (Path file :
                    files.filter(file -> !file.endsWith("acknowledged")).toList()) {
                contents.append(Files.readString(file));
            }
        }
        return contents.toString();
    }

    @Test
    void itsFilesAreForTheirOwnerAlone() throws IOException {
        try (var spool = open("first")) {
            spool.received(ONE, Messages.inbound("B"));
            spool.changed(snapshot(TWO, 1));
            soon(() -> Files.exists(parent.resolve("spool/states")));
        }
        try (var files = Files.list(parent.resolve("spool"))) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent.resolve("spool"))))
                .isEqualTo("rwx------");
    }

    @Test
    void anEventOfAnUnknownTypeHoldsUpNoOther() throws InterruptedException, IOException {
        try (var spool = open("first")) {
            spool.acked(ONE, "A", Ack.SERVER);
            Path killed = kill("killed");
            var unknown = new SpoolEntry(2, "first", "{\"type\":\"from_the_future\"}".getBytes(UTF_8));
            Files.write(segment(killed), unknown.line(), java.nio.file.StandardOpenOption.APPEND);

            try (var again = Spools.open(killed, "second")) {
                again.acked(ONE, "B", Ack.SERVER);
                assertThat(drain(again)).containsExactly("first: u1 ack A", "second: u1 ack B");
            }
        }
    }
}
