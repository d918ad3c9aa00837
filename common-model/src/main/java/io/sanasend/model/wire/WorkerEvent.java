package io.sanasend.model.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sanasend.model.message.Ack;
import io.sanasend.model.message.InboundMessage;
import io.sanasend.model.session.SessionId;
import java.time.Instant;

/**
 * Something a worker reports. Delivered at least once and kept until acknowledged, so the receiver dedupes by
 * {@link #eventId()}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkerEvent.SessionChanged.class, name = "session_changed"),
    @JsonSubTypes.Type(value = WorkerEvent.MessageAcked.class, name = "message_acked"),
    @JsonSubTypes.Type(value = WorkerEvent.MessageReceived.class, name = "message_received")
})
public sealed interface WorkerEvent {

    /** Unique over all workers and boots. */
    String eventId();

    SessionId sessionId();

    /** Counts up within one session and worker; numbers may be left out. */
    long sequence();

    Instant at();

    /** A state, a reason, a QR code or the phone changed; the snapshot is whole, so a newer one replaces an older one. */
    record SessionChanged(String eventId, SessionId sessionId, long sequence, Instant at, SessionSnapshot snapshot)
            implements WorkerEvent {}

    /**
     * An outgoing message got further.
     *
     * @param waMessageId the id part alone; the chat may be a LID, so correlate by this
     */
    record MessageAcked(String eventId, SessionId sessionId, long sequence, Instant at, String waMessageId, Ack ack)
            implements WorkerEvent {}

    record MessageReceived(String eventId, SessionId sessionId, long sequence, Instant at, InboundMessage message)
            implements WorkerEvent {}
}
