package io.sanasend.worker.event;

import io.sanasend.model.message.Ack;
import io.sanasend.model.message.InboundMessage;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.wire.SessionSnapshot;

/** Where sessions report what happens to them. Thread-safe; acks and messages may make the caller wait. */
public interface SessionEvents {

    void changed(SessionSnapshot snapshot);

    void acked(SessionId session, String waMessageId, Ack ack);

    void received(SessionId session, InboundMessage message);
}
