package io.sanasend.api.message;

import io.sanasend.model.session.SessionId;
import java.time.Duration;
import java.util.Optional;

/** What came of handing in a message. */
sealed interface Acceptance {

    /**
     * It is stored, and will be sent.
     *
     * @param dueIn after which its lane is due; empty if it has been before, or waits for something to happen
     */
    record Accepted(long messageId, long sessionRow, SessionId session, Optional<Duration> dueIn)
            implements Acceptance {}

    /** The same request was accepted before; nothing is stored. */
    record Repeated(long messageId) implements Acceptance {}
}
