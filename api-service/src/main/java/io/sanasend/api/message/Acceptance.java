package io.sanasend.api.message;

import io.sanasend.model.session.SessionId;
import java.time.Duration;
import java.util.Optional;

/** What came of handing in a message. */
sealed interface Acceptance {

    /**
     * It is stored, and will be sent.
     *
     * @param dueIn after which its lane is to be claimed; empty if somebody has it or will look, or if it waits for something to happen
     */
    record Accepted(long messageId, long sessionRow, SessionId session, Optional<Duration> dueIn)
            implements Acceptance {}

    /** The same request was accepted before; nothing is stored. */
    record Repeated(long messageId) implements Acceptance {}
}
