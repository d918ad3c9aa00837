package io.sanasend.api.message;

import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.session.LinkedSession;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Finds the session that a message is to go out from anew, or that a file is uploaded for, and refuses those that cannot take one. */
@ApplicationScoped
class SendingSession {

    private final EntityManager database;

    SendingSession(EntityManager database) {
        this.database = database;
    }

    /**
     * The session, with its row held until the end of the transaction, so that it is not deleted meanwhile.
     *
     * @param reference its id, session id or exact name; the primary if absent
     * @throws ApiException 404 if there is no such session, 409 if it is not linked or was stopped
     */
    LinkedSession lockedFor(long userId, @Nullable String reference) {
        return accepting(find(userId, reference, LockModeType.PESSIMISTIC_READ));
    }

    /** Refuses early what {@link #lockedFor} would refuse, before a file is stored. */
    @Transactional
    void check(long userId, @Nullable String reference) {
        accepting(find(userId, reference, LockModeType.NONE));
    }

    private LinkedSession find(long userId, @Nullable String reference, LockModeType lock) {
        if (reference == null || reference.isBlank()) {
            return query(userId, "s.primary", lock)
                    .getResultStream()
                    .findFirst()
                    .orElseThrow(() -> missing(reference));
        }
        String text = reference.strip();
        long id = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
        // An id goes before a name that looks like one.
        return query(userId, "(s.id = :id or s.wireId = :text or s.instanceName = :text)", lock)
                .setParameter("id", id)
                .setParameter("text", text)
                .getResultStream()
                .min(Comparator.comparing(session -> session.instanceName().equals(text) && session.id() != id))
                .orElseThrow(() -> missing(reference));
    }

    private TypedQuery<LinkedSession> query(long userId, String condition, LockModeType lock) {
        return database.createQuery(
                        "from LinkedSession s where s.userId = :user and s.deletedAt is null and " + condition,
                        LinkedSession.class)
                .setParameter("user", userId)
                .setLockMode(lock);
    }

    private static LinkedSession accepting(LinkedSession session) {
        if (!session.acceptsMessages()) {
            throw notConnected();
        }
        return session;
    }

    /** Who named none has none that is linked. */
    static ApiException missing(@Nullable String reference) {
        return reference == null || reference.isBlank()
                ? notConnected()
                : new ApiException(ProblemType.SESSION_NOT_FOUND, "There is no such session.");
    }

    static ApiException notConnected() {
        return new ApiException(
                ProblemType.SESSION_NOT_CONNECTED,
                "The session is not linked to a number, or was stopped; start it and scan its QR code.");
    }
}
