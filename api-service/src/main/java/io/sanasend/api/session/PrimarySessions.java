package io.sanasend.api.session;

import io.sanasend.api.audit.Audit;
import io.sanasend.api.audit.AuditAction;
import io.sanasend.api.audit.Facts;
import io.sanasend.api.problem.ApiException;
import io.sanasend.model.session.SessionState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Which of a user's sessions is meant where none is named: always one as long as there is any. Changes of one user's go one
 * after the other.
 */
@ApplicationScoped
class PrimarySessions {

    private final LinkedSessions sessions;
    private final SessionOwners owners;
    private final EntityManager database;
    private final Event<SessionChanged> changes;
    private final Event<SessionRevised> revisions;
    private final Audit audit;
    private final Clock clock;

    PrimarySessions(
            LinkedSessions sessions,
            SessionOwners owners,
            EntityManager database,
            Event<SessionChanged> changes,
            Event<SessionRevised> revisions,
            Audit audit,
            Clock clock) {
        this.sessions = sessions;
        this.owners = owners;
        this.database = database;
        this.changes = changes;
        this.revisions = revisions;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Makes one of the user's sessions the primary, and no other.
     *
     * @throws ApiException 404 if the user has no such session any more
     */
    @Transactional
    LinkedSession choose(long userId, long id) {
        owners.lock(userId);
        List<LinkedSession> own = sessions.lockedOf(userId);
        LinkedSession chosen = among(own, id).orElseThrow(LinkedSessions::notFound);
        audit.recordChange(AuditAction.SESSION_SET_PRIMARY, id, primaryAmong(own), Facts.NONE.with("primary", id));
        own.stream()
                .filter(LinkedSession::isPrimary)
                .filter(other -> other != chosen)
                .forEach(other -> {
                    other.resignAsPrimary(clock.instant());
                    revisions.fire(new SessionRevised(other.id()));
                });
        if (!chosen.isPrimary()) {
            promote(chosen);
        }
        return chosen;
    }

    /** Marks a session deleted; if it was the primary, the oldest remaining one inherits. */
    @Transactional
    void delete(long userId, long id) {
        owners.lock(userId);
        List<LinkedSession> own = sessions.lockedOf(userId);
        among(own, id).ifPresent(session -> {
            boolean wasPrimary = session.isPrimary();
            session.delete(clock.instant());
            changes.fire(new SessionChanged(id, SessionState.LOGGED_OUT));
            revisions.fire(new SessionRevised(id));
            if (wasPrimary) {
                own.stream().filter(other -> other != session).findFirst().ifPresent(this::promote);
            }
        });
    }

    private static Facts primaryAmong(List<LinkedSession> own) {
        return own.stream()
                .filter(LinkedSession::isPrimary)
                .findFirst()
                .map(session -> Facts.NONE.with("primary", session.id()))
                .orElse(Facts.NONE);
    }

    private void promote(LinkedSession session) {
        // One primary at a time: the old one has to be gone from the index first.
        database.flush();
        session.makePrimary(clock.instant());
        revisions.fire(new SessionRevised(session.id()));
    }

    private static Optional<LinkedSession> among(List<LinkedSession> own, long id) {
        return own.stream().filter(session -> session.id() == id).findFirst();
    }
}
