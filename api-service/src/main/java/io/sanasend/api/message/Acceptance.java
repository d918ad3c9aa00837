package io.sanasend.api.message;

import io.sanasend.api.limit.Allowance;
import io.sanasend.api.problem.ApiException;
import io.sanasend.model.session.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What came of handing in a message. */
sealed interface Acceptance {

    /**
     * It is stored, and will be sent.
     *
     * @param dueIn after which its lane is to be claimed; empty if somebody has it or will look, or if it waits for something to happen
     * @param allowances what its user's limits leave
     */
    record Accepted(
            long messageId, long sessionRow, SessionId session, Optional<Duration> dueIn, List<Allowance> allowances)
            implements Acceptance {}

    /** The same request was accepted before; nothing is stored, and nothing charged. */
    record Repeated(long messageId, List<Allowance> allowances) implements Acceptance {}

    /** Nothing is stored, and nothing charged. */
    record Refused(ApiException refusal) implements Acceptance {}

    /** Somebody else has its user's or its lane's row at the moment; nothing is stored. */
    record Busy() implements Acceptance {}
}
