package io.sanasend.worker.testing;

import io.sanasend.model.message.Ack;
import io.sanasend.model.message.InboundMessage;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.worker.event.SessionEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Remembers what sessions report. Thread-safe. */
public final class RecordingEvents implements SessionEvents {

    private final List<SessionSnapshot> snapshots = new CopyOnWriteArrayList<>();
    private final List<String> acks = new CopyOnWriteArrayList<>();
    private final List<InboundMessage> messages = new CopyOnWriteArrayList<>();
    private volatile Consumer<SessionSnapshot> whenChanged = _ -> {};

    /** What to look at in the very moment of a report. */
    public void whenChanged(Consumer<SessionSnapshot> look) {
        whenChanged = look;
    }

    @Override
    public void changed(SessionSnapshot snapshot) {
        snapshots.add(snapshot);
        whenChanged.accept(snapshot);
    }

    @Override
    public void acked(SessionId session, String waMessageId, Ack ack) {
        acks.add(waMessageId + " " + ack);
    }

    @Override
    public void received(SessionId session, InboundMessage message) {
        messages.add(message);
    }

    public List<SessionSnapshot> snapshots() {
        return snapshots;
    }

    /** Each state that was entered, a stay in one counted once. */
    public List<SessionState> states() {
        var states = new ArrayList<SessionState>();
        for (SessionSnapshot snapshot : snapshots) {
            if (states.isEmpty() || states.getLast() != snapshot.state()) {
                states.add(snapshot.state());
            }
        }
        return states;
    }

    /** Reason codes in the order of the reports, repeated ones counted once. */
    public List<String> reasons() {
        return snapshots.stream()
                .map(snapshot -> snapshot.reason().code())
                .distinct()
                .toList();
    }

    /** {@code <id> <ACK>} of each. */
    public List<String> acks() {
        return acks;
    }

    public List<InboundMessage> messages() {
        return messages;
    }
}
