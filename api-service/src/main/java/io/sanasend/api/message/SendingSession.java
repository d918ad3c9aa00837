package io.sanasend.api.message;

import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.session.LinkedSession;
import io.sanasend.api.session.LinkedSessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the session a message is to go out from, and refuses those that cannot take one. */
@ApplicationScoped
class SendingSession {

    private final LinkedSessions sessions;
    private final EntityManager database;

    SendingSession(LinkedSessions sessions, EntityManager database) {
        this.sessions = sessions;
        this.database = database;
    }

    /**
     * The session, with its row held until the end of the transaction, so that it is not deleted meanwhile.
     *
     * @param reference its id, session id or exact name; the primary if absent
     * @throws ApiException 404 if there is no such session, 409 if it is not linked or was stopped
     */
    LinkedSession lockedFor(long userId, @Nullable String reference) {
        LinkedSession session = find(userId, reference);
        database.refresh(session, LockModeType.PESSIMISTIC_READ);
        return accepting(session);
    }

    /** Refuses early what {@link #lockedFor} would refuse, before a file is stored. */
    @Transactional
    void check(long userId, @Nullable String reference) {
        accepting(find(userId, reference));
    }

    private LinkedSession find(long userId, @Nullable String reference) {
        if (reference == null || reference.isBlank()) {
            return sessions.primaryOf(userId).orElseThrow(SendingSession::notConnected);
        }
        Optional<LinkedSession> session = sessions.byReference(userId, reference.strip());
        return session.or(() -> sessions.named(userId, reference.strip()))
                .orElseThrow(() -> new ApiException(ProblemType.SESSION_NOT_FOUND, "There is no such session."));
    }

    private static LinkedSession accepting(LinkedSession session) {
        if (!session.acceptsMessages()) {
            throw notConnected();
        }
        return session;
    }

    private static ApiException notConnected() {
        return new ApiException(
                ProblemType.SESSION_NOT_CONNECTED,
                "The session is not linked to a number, or was stopped; start it and scan its QR code.");
    }
}
