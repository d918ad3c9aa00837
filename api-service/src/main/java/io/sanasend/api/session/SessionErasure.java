package io.sanasend.api.session;

import io.sanasend.api.worker.Sighting;
import io.sanasend.api.worker.WorkerAnswer;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Takes from a user that is being deleted all its sessions: at once in the table, so that nothing is accepted or sent
 * any more, and then, step by step, on WhatsApp and on the worker's disk. Every step may be repeated.
 */
@ApplicationScoped
public class SessionErasure {

    private static final Logger LOG = Logger.getLogger(SessionErasure.class);

    private final LinkedSessions sessions;
    private final EntityManager database;
    private final SessionHosts hosts;
    private final Event<SessionChanged> changes;
    private final Event<SessionRevised> revisions;
    private final Clock clock;

    SessionErasure(
            LinkedSessions sessions,
            EntityManager database,
            SessionHosts hosts,
            Event<SessionChanged> changes,
            Event<SessionRevised> revisions,
            Clock clock) {
        this.sessions = sessions;
        this.database = database;
        this.hosts = hosts;
        this.changes = changes;
        this.revisions = revisions;
        this.clock = clock;
    }

    /** Marks all sessions of the user deleted, and notes that the worker still has them. */
    @Transactional
    public void takeAllOf(long userId) {
        sessions
                .find("userId = ?1 and deletedAt is null order by id", userId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .stream()
                .forEach(session -> {
                    session.deleteUnerased(clock.instant());
                    changes.fire(new SessionChanged(session.id(), session.state()));
                    revisions.fire(new SessionRevised(session.id()));
                });
    }

    /** Those the worker still has. */
    @Transactional
    public List<Remains> remainsOf(long userId) {
        return sessions.find("userId = ?1 and toBeErased order by id", userId).stream()
                .map(session -> new Remains(session.id(), session.wireId()))
                .toList();
    }

    /**
     * Unlinks the number on WhatsApp and erases its profile; holds no connection while the worker does it.
     *
     * @return false if the worker could not do it now
     */
    public boolean erase(Remains remains) {
        SessionId id = remains.id();
        return switch (hosts.logout(remains.row(), id)) {
            case WorkerAnswer.Given<Sighting> _ -> {
                sessions.markErased(remains.row());
                LOG.infof("Session %s is erased with its user", id);
                yield true;
            }
            case WorkerAnswer.Refused<Sighting>(WorkerErrorCode code, String _)
            when code == WorkerErrorCode.SESSION_NOT_FOUND -> {
                sessions.markErased(remains.row());
                yield true;
            }
            case WorkerAnswer.Refused<Sighting> refused -> {
                LOG.warnf("Session %s cannot be erased now (%s); tried again later", id, refused.code());
                yield false;
            }
            case WorkerAnswer.Away<Sighting>(String why) -> {
                LOG.warnf("Session %s was not erased (%s); tried again later", id, why);
                yield false;
            }
        };
    }

    /**
     * Forgets one row of the user, in a transaction of its own.
     *
     * @return false if none is left
     */
    @Transactional
    public boolean forgetOneOf(long userId) {
        return database.createNativeQuery("""
                DELETE FROM sessions WHERE id = (
                    SELECT id FROM sessions WHERE user_id = :user AND NOT is_to_be_erased ORDER BY id LIMIT 1)""").setParameter("user", userId).executeUpdate() > 0;
    }

    /** A session that is deleted in the table, and not yet at the worker. */
    public record Remains(long row, SessionId id) {}
}
