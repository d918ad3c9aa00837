package io.sanasend.worker.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.model.wire.WorkerEvent;
import io.sanasend.model.wire.WorkerEventBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A spool's events for its one consumer: in batches of one run each, the same one until it is acknowledged. Holds no more
 * of them in memory than are read from the disk at once.
 *
 * <p>Confined to the consumer.
 */
final class EventFeed {

    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);

    private final EventSpool spool;
    private final EventJournal journal;
    private final ObjectMapper json;
    private final Deque<SpoolEntry> ahead = new ArrayDeque<>();
    private List<SpoolEntry> batch = List.of();

    EventFeed(EventSpool spool, EventJournal journal, ObjectMapper json) {
        this.spool = spool;
        this.journal = journal;
        this.json = json;
    }

    /** @throws UncheckedIOException if they cannot be read now */
    WorkerEventBatch awaitBatch(int most) throws InterruptedException {
        while (true) {
            if (batch.isEmpty()) {
                batch = nextBatch(most);
            }
            List<WorkerEvent> events =
                    batch.stream().map(this::event).flatMap(Optional::stream).toList();
            if (!events.isEmpty()) {
                return new WorkerEventBatch(batch.getFirst().bootId(), events);
            }
            acknowledge();
        }
    }

    private List<SpoolEntry> nextBatch(int most) throws InterruptedException {
        while (ahead.isEmpty()) {
            spool.awaitReadable();
            ahead.addAll(spool.withStates(read()));
        }
        List<SpoolEntry> next = new ArrayList<>();
        String boot = ahead.getFirst().bootId();
        while (!ahead.isEmpty()
                && next.size() < most
                && ahead.getFirst().bootId().equals(boot)) {
            next.add(ahead.removeFirst());
        }
        return next;
    }

    private List<SpoolEntry> read() {
        try {
            return journal.read();
        } catch (IOException e) {
            throw new UncheckedIOException("the events cannot be read from the disk", e);
        }
    }

    /** The event of an entry, unless a newer version of the worker wrote it and this one does not know its type. */
    Optional<WorkerEvent> event(SpoolEntry entry) {
        try {
            return Optional.of(json.readValue(entry.json(), WorkerEvent.class));
        } catch (IOException e) {
            LOG.error("event {} of run {} is of no known type and left out", entry.position(), entry.bootId());
            return Optional.empty();
        }
    }

    void acknowledge() {
        List<SpoolEntry> kept = spool.acknowledgeStates(batch);
        batch = List.of();
        if (!kept.isEmpty()) {
            journal.acknowledge(kept.getLast().position(), kept.size());
            spool.acknowledged();
        }
    }
}
