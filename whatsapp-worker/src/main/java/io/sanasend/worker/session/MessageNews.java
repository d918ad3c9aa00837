package io.sanasend.worker.session;

import io.sanasend.model.message.Ack;
import io.sanasend.model.message.InboundMessage;
import io.sanasend.model.session.SessionId;
import io.sanasend.worker.event.SessionEvents;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Passes a session's acks and incoming messages on, each only once as far as it remembers: the page announces some twice
 * and repeats unread ones after each load. Thread-safe.
 */
final class MessageNews {

    private static final int REMEMBERED = 4096;

    private final SessionId session;
    private final SessionEvents events;
    private final Map<String, Ack> acks = remembering();
    private final Map<String, Boolean> messages = remembering();

    MessageNews(SessionId session, SessionEvents events) {
        this.session = session;
        this.events = events;
    }

    /** An ack below the server's says nothing that a send's own answer does not. */
    void acked(String waMessageId, Ack ack) {
        if (ack.atLeast(Ack.SERVER) && isNews(waMessageId, ack)) {
            events.acked(session, waMessageId, ack);
        }
    }

    void received(InboundMessage message) {
        if (isNews(message.waMessageId())) {
            events.received(session, message);
        }
    }

    private synchronized boolean isNews(String waMessageId, Ack ack) {
        Ack known = acks.get(waMessageId);
        if (known != null && known.atLeast(ack)) {
            return false;
        }
        acks.put(waMessageId, ack);
        return true;
    }

    private synchronized boolean isNews(String waMessageId) {
        return messages.put(waMessageId, true) == null;
    }

    private static <T> Map<String, T> remembering() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > REMEMBERED;
            }
        };
    }
}
