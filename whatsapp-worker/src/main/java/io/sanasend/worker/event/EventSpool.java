package io.sanasend.worker.event;

import io.sanasend.model.message.Ack;
import io.sanasend.model.message.InboundMessage;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Events that the api has not acknowledged, in the order they happened, in memory.
 *
 * <p>A session's newer state replaces an older one that is not on its way yet. Acks and messages are never dropped: when
 * the spool is full, whoever reports one waits, which stops the reading from that page. Thread-safe, one consumer.
 */
public final class EventSpool implements SessionEvents {

    private final String bootId;
    private final Clock clock;
    private final int capacity;
    private final List<WorkerEvent> events = new ArrayList<>();
    private final Map<SessionId, Long> sequences = new HashMap<>();
    private long counter;
    private int inFlight;

    /**
     * @param bootId unique to this start of the worker
     * @param capacity how many events may wait
     */
    public EventSpool(String bootId, Clock clock, int capacity) {
        this.bootId = bootId;
        this.clock = clock;
        this.capacity = capacity;
    }

    public String bootId() {
        return bootId;
    }

    /** How many events wait, those on their way included. */
    public synchronized int pending() {
        return events.size();
    }

    public synchronized boolean isFull() {
        return events.size() >= capacity;
    }

    @Override
    public synchronized void changed(SessionSnapshot snapshot) {
        for (int i = inFlight; i < events.size(); i++) {
            if (events.get(i) instanceof WorkerEvent.SessionChanged older
                    && older.sessionId().equals(snapshot.id())) {
                events.remove(i);
                break;
            }
        }
        SessionId session = snapshot.id();
        add(new WorkerEvent.SessionChanged(nextId(), session, nextSequence(session), clock.instant(), snapshot));
    }

    @Override
    public synchronized void acked(SessionId session, String waMessageId, Ack ack) {
        awaitRoom();
        add(new WorkerEvent.MessageAcked(nextId(), session, nextSequence(session), clock.instant(), waMessageId, ack));
    }

    @Override
    public synchronized void received(SessionId session, InboundMessage message) {
        awaitRoom();
        add(new WorkerEvent.MessageReceived(nextId(), session, nextSequence(session), clock.instant(), message));
    }

    /** Waits for events and marks up to that many as being on their way; never empty. */
    synchronized List<WorkerEvent> awaitBatch(int most) throws InterruptedException {
        while (events.isEmpty()) {
            wait();
        }
        inFlight = Math.min(most, events.size());
        return List.copyOf(events.subList(0, inFlight));
    }

    /** Forgets the batch that {@link #awaitBatch} gave last. */
    synchronized void acknowledge() {
        events.subList(0, inFlight).clear();
        inFlight = 0;
        notifyAll();
    }

    /** Waits until every event is acknowledged, but not for longer than that. */
    synchronized void awaitEmpty(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            long left = patience.toMillis();
            while (!events.isEmpty() && left > 0) {
                wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(WorkerEvent event) {
        events.add(event);
        notifyAll();
    }

    private void awaitRoom() {
        try {
            while (events.size() >= capacity) {
                wait();
            }
        } catch (InterruptedException e) {
            // The worker stops; the event is added all the same, so that nothing is lost on an orderly end.
            Thread.currentThread().interrupt();
        }
    }

    private String nextId() {
        return bootId + "-" + ++counter;
    }

    private long nextSequence(SessionId session) {
        return sequences.merge(session, 1L, Long::sum);
    }
}
