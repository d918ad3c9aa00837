package io.sanasend.api.message;

import io.sanasend.model.session.SessionId;

/** What came of handing in a message. */
sealed interface Acceptance {

    /** It is stored, and will be sent. */
    record Accepted(long messageId, long sessionRow, SessionId session) implements Acceptance {}

    /** The same request was accepted before; nothing is stored. */
    record Repeated(long messageId) implements Acceptance {}
}
