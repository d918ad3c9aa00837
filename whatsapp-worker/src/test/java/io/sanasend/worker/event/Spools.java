package io.sanasend.worker.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerEvent;
import io.sanasend.model.wire.WorkerEventBatch;
import io.sanasend.worker.testing.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Spools of a test: opened, left as a killed process leaves them, and read. */
final class Spools {

    static final SettableClock CLOCK = new SettableClock();
    static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private Spools() {}

    static EventSpool open(Path directory, String bootId) {
        return EventSpool.open(directory, bootId, CLOCK, JSON, SpoolLimits.DEFAULT);
    }

    static EventSpool open(SpoolFiles files, SpoolLimits limits) throws IOException {
        return new EventSpool("boot", CLOCK, JSON, limits, files);
    }

    /** The files as they are now, which is what a killed process leaves behind. */
    static Path asKilled(Path directory, Path copy) {
        try (var files = Files.list(directory)) {
            Files.createDirectories(copy);
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SessionSnapshot snapshot(SessionId id, long revision) {
        return new SessionSnapshot(
                id,
                revision,
                SessionState.INITIALIZING,
                false,
                null,
                StateReason.of("starting"),
                CLOCK.instant(),
                null,
                null,
                null);
    }

    /** What each event is about, in the order of the batch. */
    static List<String> subjects(WorkerEventBatch batch) {
        return batch.events().stream().map(Spools::subject).toList();
    }

    private static String subject(WorkerEvent event) {
        return switch (event) {
            case WorkerEvent.SessionChanged changed ->
                changed.sessionId() + " revision " + changed.snapshot().revision();
            case WorkerEvent.MessageAcked acked -> acked.sessionId() + " ack " + acked.waMessageId();
            case WorkerEvent.MessageReceived received ->
                received.sessionId() + " message " + received.message().waMessageId();
        };
    }

    /** Takes and acknowledges everything there is; what each event is about, with its run. */
    static List<String> drain(EventSpool spool) throws InterruptedException {
        List<String> subjects = new ArrayList<>();
        while (spool.pending() > 0) {
            WorkerEventBatch batch = spool.awaitBatch(1000);
            subjects(batch).forEach(subject -> subjects.add(batch.workerBootId() + ": " + subject));
            spool.acknowledge();
        }
        return subjects;
    }
}
