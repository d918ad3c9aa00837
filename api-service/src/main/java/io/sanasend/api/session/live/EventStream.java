package io.sanasend.api.session.live;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One open stream of events. Its reader sets the pace: no event is made before the last one is written, and what changes
 * meanwhile replaces what was to be shown, so nothing is ever queued.
 *
 * <p>Thread-safe; never blocks. Whoever opened it is told once that it is over.
 */
final class EventStream implements Flow.Publisher<OutboundSseEvent>, Flow.Subscription {

    private static final String STILL_THERE = "still there";

    private final Sse events;
    private final Line line;
    private final Duration reconnectDelay;
    private final Clock clock;
    private final Consumer<EventStream> whenOver;
    private final AtomicBoolean told = new AtomicBoolean();

    private Flow.@Nullable Subscriber<? super OutboundSseEvent> reader;
    private long demand;
    private boolean busy;
    private boolean over;
    private @Nullable Shown latest;
    private Shown.@Nullable Face sentFace;
    private @Nullable String sentQr;
    private boolean lastSent;
    private boolean beatDue;
    private long lastId;

    EventStream(Sse events, Line line, Duration reconnectDelay, Clock clock, Consumer<EventStream> whenOver) {
        this.events = events;
        this.line = line;
        this.reconnectDelay = reconnectDelay;
        this.clock = clock;
        this.whenOver = whenOver;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super OutboundSseEvent> subscriber) {
        boolean tooLate;
        synchronized (this) {
            reader = subscriber;
            tooLate = over;
        }
        subscriber.onSubscribe(this);
        if (tooLate) {
            subscriber.onComplete();
        }
        drain();
    }

    @Override
    public void request(long more) {
        synchronized (this) {
            demand += more;
        }
        drain();
    }

    /** The reader has gone. */
    @Override
    public void cancel() {
        synchronized (this) {
            over = true;
            latest = null;
        }
        tellOver();
    }

    /** Shows the session as it is now, in place of what was not sent yet. */
    void show(Shown shown) {
        synchronized (this) {
            if (!over) {
                latest = shown;
            }
        }
        drain();
    }

    /** Says that it is still there. A reader that has not taken the last word of this kind is cut off. */
    void beat() {
        boolean stuck;
        synchronized (this) {
            stuck = beatDue || reader == null || line.isClosed();
            beatDue = true;
        }
        if (stuck) {
            cancel();
            line.cut();
        } else {
            drain();
        }
    }

    /** Ends it in good order, whatever was still to be shown. */
    void end() {
        Flow.Subscriber<? super OutboundSseEvent> ending;
        synchronized (this) {
            ending = over ? null : reader;
            over = true;
            latest = null;
        }
        tellOver();
        if (ending != null) {
            ending.onComplete();
        }
    }

    /** Hands out events as long as the reader wants more. A reader that asks for more meanwhile is served by this loop. */
    private void drain() {
        while (true) {
            Flow.Subscriber<? super OutboundSseEvent> to;
            OutboundSseEvent next;
            synchronized (this) {
                if (busy || over || reader == null || (demand == 0 && !lastSent)) {
                    return;
                }
                next = lastSent ? null : next();
                if (next == null && !lastSent) {
                    return;
                }
                demand--;
                busy = true;
                to = reader;
            }
            if (next == null) {
                end();
                return;
            }
            to.onNext(next);
            synchronized (this) {
                busy = false;
            }
        }
    }

    /** What is to be told next, if anything is. */
    private @Nullable OutboundSseEvent next() {
        Shown shown = latest;
        if (shown != null) {
            if (shown.isLast() || !shown.face().equals(sentFace)) {
                sentFace = shown.face();
                lastSent = shown.isLast();
                return event("state", shown);
            }
            if (shown.qr() != null && !shown.qr().equals(sentQr)) {
                sentQr = shown.qr();
                return event("qr", shown);
            }
            latest = null;
        }
        if (beatDue) {
            beatDue = false;
            return events.newEventBuilder().comment(STILL_THERE).build();
        }
        return null;
    }

    private OutboundSseEvent event(String name, Shown shown) {
        OutboundSseEvent.Builder event = events.newEventBuilder();
        if (lastId == 0) {
            event.reconnectDelay(reconnectDelay.toMillis());
        }
        // Counts up within the stream, and from one stream to the next as long as the clock does.
        lastId = Math.max(lastId + 1, clock.millis());
        return event.id(Long.toString(lastId))
                .name(name)
                .data(String.class, shown.json())
                .build();
    }

    private void tellOver() {
        if (told.compareAndSet(false, true)) {
            whenOver.accept(this);
        }
    }
}
