package io.sanasend.worker.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.model.message.Ack;
import io.sanasend.model.message.InboundMessage;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerEvent;
import io.sanasend.model.wire.WorkerEventBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that the api has not acknowledged, in the order they happened, on the disk: those of former runs first.
 *
 * <p>Whoever reports an ack or a message returns when it would survive a power failure; many that report at once share
 * one write. When the spool or the disk is full they wait, which stops the reading from their pages. A session's newer
 * state replaces an older one that is not on its way yet, and is mirrored to the disk without anyone waiting for it.
 *
 * <p>Thread-safe, one consumer. Owns the files and the thread that writes them.
 */
public final class EventSpool implements SessionEvents, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventSpool.class);

    private final String bootId;
    private final Clock clock;
    private final ObjectMapper json;
    private final SpoolLimits limits;
    private final EventJournal journal;
    private final EventFeed feed;
    private final EventWriter writer;
    private final PendingStates states = new PendingStates();
    private final List<SpoolEntry> unwritten = new ArrayList<>();
    private long position;
    private long durable;
    private boolean statesChanged;
    private @Nullable String diskTrouble;
    private boolean closed;

    EventSpool(String bootId, Clock clock, ObjectMapper json, SpoolLimits limits, SpoolFiles files) throws IOException {
        this.bootId = bootId;
        this.clock = clock;
        this.json = json;
        this.limits = limits;
        this.journal = new EventJournal(files, limits.segment());
        this.feed = new EventFeed(this, journal, json);
        this.position = journal.lastPosition();
        for (SpoolEntry state : PendingStates.mirrored(files)) {
            position = Math.max(position, state.position());
            feed.event(state).ifPresent(event -> states.put(event.sessionId(), state));
        }
        this.durable = position;
        this.writer = new EventWriter(this, journal, files);
        writer.start();
    }

    /**
     * Opens the spool of a directory that no other process uses.
     *
     * @param bootId unique to this start of the worker, without spaces
     * @throws UncheckedIOException if the directory cannot be used
     */
    public static EventSpool open(Path directory, String bootId, Clock clock, ObjectMapper json, SpoolLimits limits) {
        try {
            var spool = new EventSpool(bootId, clock, json, limits, new DiskFiles(directory));
            if (spool.pending() > 0) {
                LOG.info("{} events of a former run are not delivered yet", spool.pending());
            }
            return spool;
        } catch (IOException e) {
            throw new UncheckedIOException("the events in " + directory + " cannot be used", e);
        }
    }

    public String bootId() {
        return bootId;
    }

    /** How many events wait, those on their way included. */
    public synchronized int pending() {
        return journal.events() + unwritten.size() + states.size();
    }

    /** Why those who report have to wait, for an operator; nothing if nobody has to. */
    public synchronized Optional<String> trouble() {
        if (diskTrouble != null) {
            return Optional.of("events cannot be written to the disk: " + diskTrouble);
        }
        return isFull()
                ? Optional.of("the api does not take the events, and as many wait as are kept")
                : Optional.empty();
    }

    private boolean isFull() {
        return journal.events() + unwritten.size() >= limits.events() || journal.bytes() >= limits.bytes();
    }

    @Override
    public synchronized void changed(SessionSnapshot snapshot) {
        SessionId session = snapshot.id();
        states.put(
                session, entry(at -> new WorkerEvent.SessionChanged(id(at), session, at, clock.instant(), snapshot)));
        statesChanged = true;
        notifyAll();
    }

    @Override
    public void acked(SessionId session, String waMessageId, Ack ack) {
        keep(at -> new WorkerEvent.MessageAcked(id(at), session, at, clock.instant(), waMessageId, ack));
    }

    @Override
    public void received(SessionId session, InboundMessage message) {
        keep(at -> new WorkerEvent.MessageReceived(id(at), session, at, clock.instant(), message));
    }

    private synchronized void keep(LongFunction<WorkerEvent> event) {
        boolean interrupted = false;
        try {
            while (isFull() && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            // Whoever reports is being stopped; the event is kept all the same.
            interrupted = true;
        }
        SpoolEntry entry = entry(event);
        unwritten.add(entry);
        notifyAll();
        try {
            while (durable < entry.position() && !closed && !interrupted) {
                wait();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private SpoolEntry entry(LongFunction<WorkerEvent> event) {
        try {
            position++;
            return new SpoolEntry(position, bootId, json.writeValueAsBytes(event.apply(position)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("events are always writable as JSON", e);
        }
    }

    private String id(long at) {
        return bootId + "-" + at;
    }

    /**
     * What the writer has to do next.
     *
     * @param events reported and not written
     * @param states the whole mirror, if it changed
     */
    record Work(List<SpoolEntry> events, byte @Nullable [] states) {}

    /** Waits for work; nothing when there will be none any more. */
    synchronized Optional<Work> awaitWork() throws InterruptedException {
        while (unwritten.isEmpty() && !statesChanged && !closed) {
            wait();
        }
        if (unwritten.isEmpty() && !statesChanged) {
            return Optional.empty();
        }
        byte[] content = statesChanged ? states.content() : null;
        statesChanged = false;
        return Optional.of(new Work(List.copyOf(unwritten), content));
    }

    /** These are on the disk: whoever reported them may go on. */
    synchronized void written(List<SpoolEntry> events) {
        unwritten.subList(0, events.size()).clear();
        durable = events.getLast().position();
        if (diskTrouble != null) {
            LOG.info("events are written to the disk again");
            diskTrouble = null;
        }
        notifyAll();
    }

    /** The disk did not take them. */
    synchronized void unwritten(IOException problem) {
        if (diskTrouble == null) {
            LOG.error(
                    "events cannot be written ({}); what the pages report waits until they can", problem.getMessage());
        }
        diskTrouble = String.valueOf(problem.getMessage());
        notifyAll();
    }

    /** The mirror was not written. */
    synchronized void statesUnwritten() {
        statesChanged = true;
    }

    /** Waits for events and marks up to that many, all of one run, as being on their way; never empty. */
    WorkerEventBatch awaitBatch(int most) throws InterruptedException {
        return feed.awaitBatch(most);
    }

    /** Forgets the batch that {@link #awaitBatch} gave last. */
    void acknowledge() {
        feed.acknowledge();
    }

    synchronized void awaitReadable() throws InterruptedException {
        while (!journal.hasUnread() && !states.hasBefore(oldestUnwritten())) {
            wait();
        }
    }

    /** Puts the states among events that were read, each behind those that happened before it. */
    synchronized List<SpoolEntry> withStates(List<SpoolEntry> read) {
        List<SpoolEntry> merged = new ArrayList<>();
        for (SpoolEntry entry : read) {
            merged.addAll(states.takeBefore(entry.position()));
            merged.add(entry);
        }
        if (!journal.hasUnread()) {
            merged.addAll(states.takeBefore(oldestUnwritten()));
        }
        return merged;
    }

    /** States keep their place behind events that are about to be written, but do not wait for a disk that takes none. */
    private long oldestUnwritten() {
        return unwritten.isEmpty() || diskTrouble != null
                ? Long.MAX_VALUE
                : unwritten.getFirst().position();
    }

    /** Forgets the states among entries that were delivered; returns the others. */
    synchronized List<SpoolEntry> acknowledgeStates(Collection<SpoolEntry> entries) {
        List<SpoolEntry> others =
                entries.stream().filter(entry -> !states.isOnItsWay(entry)).toList();
        statesChanged |= states.acknowledge(entries);
        notifyAll();
        return others;
    }

    /** There may be room again. */
    synchronized void acknowledged() {
        notifyAll();
    }

    /** Waits until every event is acknowledged, but not for longer than that. */
    synchronized void awaitEmpty(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            long left = patience.toMillis();
            while (pending() > 0 && left > 0) {
                wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what was reported; nobody waits any more. What is not delivered is the next run's to deliver. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        writer.close();
    }
}
