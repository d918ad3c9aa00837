package io.sanasend.api.session;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.sanasend.api.audit.Audit;
import io.sanasend.api.audit.AuditAction;
import io.sanasend.api.audit.Facts;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.worker.Sighting;
import io.sanasend.api.worker.Workers;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The table of sessions. Every change goes through here, under the lock of its row; it is told as {@link SessionRevised},
 * and a change of state as {@link SessionChanged}. Deleted ones are not seen.
 */
@ApplicationScoped
public class LinkedSessions implements PanacheRepository<LinkedSession> {

    /** No browser runs in these. */
    static final List<SessionState> ENDS =
            Stream.of(SessionState.values()).filter(SessionState::isEnd).toList();

    private static final Logger LOG = Logger.getLogger(LinkedSessions.class);

    private final SessionOwners owners;
    private final Workers workers;
    private final Event<SessionChanged> changes;
    private final Event<SessionRevised> revisions;
    private final Audit audit;
    private final Clock clock;

    public LinkedSessions(
            SessionOwners owners,
            Workers workers,
            Event<SessionChanged> changes,
            Event<SessionRevised> revisions,
            Audit audit,
            Clock clock) {
        this.owners = owners;
        this.workers = workers;
        this.changes = changes;
        this.revisions = revisions;
        this.audit = audit;
        this.clock = clock;
    }

    /** The user's session by its instance id or its wire id. */
    @Transactional
    Optional<LinkedSession> byReference(long userId, String reference) {
        if (reference.matches("[0-9]{1,18}")) {
            return find("userId = ?1 and id = ?2 and deletedAt is null", userId, Long.valueOf(reference))
                    .firstResultOptional();
        }
        return find("userId = ?1 and wireId = ?2 and deletedAt is null", userId, reference)
                .firstResultOptional();
    }

    /** The user's session by its exact name. */
    @Transactional
    Optional<LinkedSession> named(long userId, String name) {
        return find("userId = ?1 and instanceName = ?2 and deletedAt is null", userId, name)
                .firstResultOptional();
    }

    @Transactional
    Optional<LinkedSession> primaryOf(long userId) {
        return find("userId = ?1 and primary and deletedAt is null", userId).firstResultOptional();
    }

    /** The user's sessions, oldest first. */
    @Transactional
    List<LinkedSession> of(long userId) {
        return list("userId = ?1 and deletedAt is null order by id", userId);
    }

    /** Every session of every user that a worker may be expected to have, and those of the ids, deleted ones included. */
    @Transactional
    List<KnownSession> known(Set<SessionId> ids) {
        return stream(
                        "wireId in ?1 or (deletedAt is null and state not in ?2)",
                        ids.stream().map(SessionId::value).toList(),
                        ENDS)
                .map(KnownSession::of)
                .toList();
    }

    /**
     * Applies what a worker saw, if it is newer than what is known. Late sightings, those of unknown or deleted sessions, and
     * those of anybody but the present run of the worker that hosts the session change nothing.
     */
    @Transactional
    public void apply(Sighting sighting) {
        locked("wireId = ?1 and deletedAt is null", sighting.snapshot().id().value())
                .filter(session -> session.isOlderThan(sighting) && isFromHost(session, sighting))
                .ifPresent(session -> {
                    boolean turn = session.isTurnedBy(sighting);
                    session.become(sighting, clock.instant());
                    revisions.fire(new SessionRevised(session.id()));
                    if (turn) {
                        LOG.infof(
                                "Session %s is %s (%s)",
                                session.wireId(),
                                session.state().wireName(),
                                session.reason().code());
                        changes.fire(new SessionChanged(session.id(), session.state()));
                    }
                });
    }

    private boolean isFromHost(LinkedSession session, Sighting sighting) {
        String host = session.workerId();
        return host != null && workers.isPresentRun(host, sighting.bootId());
    }

    /** The present row of a session, read anew. */
    @Transactional
    public LinkedSession current(long id) {
        return findCurrent(id).orElseThrow(LinkedSessions::notFound);
    }

    /** Those of the sessions that are there, in no order. */
    @Transactional
    public List<LinkedSession> present(List<Long> ids) {
        return list("id in ?1 and deletedAt is null", ids);
    }

    @Transactional
    Optional<LinkedSession> findCurrent(long id) {
        return find("id = ?1 and deletedAt is null", id).firstResultOptional();
    }

    /** Stores whether the owner wants it to run, and which action of the owner says so; answers what was wanted before. */
    @Transactional
    boolean want(long id, boolean running, AuditAction action) {
        LinkedSession session = locked("id = ?1 and deletedAt is null", id).orElseThrow(LinkedSessions::notFound);
        Facts facts = session.facts();
        boolean before = session.isWanted();
        session.want(running, clock.instant());
        audit.record(action, id, facts, Facts.NONE.with("is_wanted", running));
        return before;
    }

    /** Takes the owner's wish back, since it cannot be fulfilled. */
    @Transactional
    void unwant(long id, boolean before, AuditAction action) {
        LinkedSession session = locked("id = ?1 and deletedAt is null", id).orElseThrow(LinkedSessions::notFound);
        session.want(before, clock.instant());
        audit.record(
                AuditAction.SESSION_NOT_DONE,
                id,
                Facts.NONE,
                Facts.NONE.with("action", action.wireName()).with("is_wanted", before));
    }

    /** Ends a start that came to nothing, unless it has become something meanwhile. */
    @Transactional
    void giveUp(long id, StateReason reason) {
        locked("id = ?1 and deletedAt is null", id)
                .filter(session -> !session.isLinked() && !session.state().isEnd())
                .ifPresent(session -> end(session, SessionState.FAILED, reason));
    }

    /** Notes that a session its owner wants stopped does not run anyway. */
    @Transactional
    void markStopped(long id) {
        locked("id = ?1 and deletedAt is null", id)
                .filter(session -> !session.state().isEnd())
                .ifPresent(session -> end(session, SessionState.DISCONNECTED, StateReason.of("stopped_by_owner")));
    }

    /** Notes that its owner logged out what no worker ever had. */
    @Transactional
    void markLoggedOut(long id) {
        locked("id = ?1 and deletedAt is null", id)
                .ifPresent(session -> end(session, SessionState.LOGGED_OUT, StateReason.of("logged_out_by_owner")));
    }

    /** Has a linked session wait for the worker that keeps its profile. */
    @Transactional
    void awaitWorker(long id) {
        locked("id = ?1 and deletedAt is null", id)
                .filter(session -> session.shouldRun() && !session.isAwaitingWorker())
                .ifPresent(session -> {
                    session.awaitWorker(clock.instant());
                    LOG.warnf("Session %s waits for its worker, which is away", session.wireId());
                    tell(session);
                });
    }

    private void end(LinkedSession session, SessionState end, StateReason reason) {
        session.end(end, reason, clock.instant());
        tell(session);
    }

    /** Notes that the worker has nothing of it any more. */
    @Transactional
    void markErased(long id) {
        findByIdOptional(id).ifPresent(LinkedSession::noteErased);
    }

    /**
     * The user's instance of that name, made if there is none. Callers that ask for the same name at once get the same.
     *
     * @throws ApiException 409 if the user has as many as allowed, 404 if it is being deleted
     */
    @Transactional
    Opened open(long userId, String name, int maxPerUser) {
        boolean firstMade = owners.lock(userId);
        Optional<LinkedSession> known = named(userId, name);
        if (known.isPresent()) {
            return new Opened(known.get(), false);
        }
        List<LinkedSession> others = of(userId);
        if (others.size() >= maxPerUser) {
            throw new ApiException(
                    ProblemType.SESSION_LIMIT_REACHED,
                    "There are " + maxPerUser + " sessions already; delete one first.");
        }
        LinkedSession session = new LinkedSession(userId, name, others.isEmpty(), clock.instant());
        owners.noteFirstInstance(userId);
        persistAndFlush(session);
        session.nameOnTheWire(firstMade ? SessionId.of(userId, session.id()) : SessionId.first(userId));
        changes.fire(new SessionChanged(session.id(), session.state()));
        audit.record(AuditAction.SESSION_INIT, session.id(), Facts.NONE, session.facts());
        return new Opened(session, true);
    }

    /** The user's sessions, oldest first; locked in that order, as {@link #lockAll} does, so that nobody waits in a ring. */
    List<LinkedSession> lockedOf(long userId) {
        return find("userId = ?1 and deletedAt is null order by id", userId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Locks several sessions for a transaction that is going to change them one by one. */
    @Transactional
    public void lockAll(Set<SessionId> ids) {
        if (ids.size() > 1) {
            find("wireId in ?1 order by id", ids.stream().map(SessionId::value).toList())
                    .withLock(LockModeType.PESSIMISTIC_WRITE)
                    .list();
        }
    }

    /**
     * The present row of a session, locked to the end of the transaction, whatever was read of it before.
     *
     * @throws ApiException 404 if it is deleted
     */
    LinkedSession lockedCurrent(long id) {
        return lockedRow(id).filter(session -> !session.isDeleted()).orElseThrow(LinkedSessions::notFound);
    }

    /** The same for one that may be deleted; empty once the row is gone. */
    Optional<LinkedSession> lockedRow(long id) {
        getEntityManager().clear();
        return locked("id = ?1", id);
    }

    private Optional<LinkedSession> locked(String condition, Object value) {
        return find(condition, value).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    private void tell(LinkedSession session) {
        revisions.fire(new SessionRevised(session.id()));
        changes.fire(new SessionChanged(session.id(), session.state()));
    }

    static ApiException notFound() {
        return new ApiException(ProblemType.SESSION_NOT_FOUND, "There is no such session.");
    }

    /** An instance, and whether it was made just now. */
    record Opened(LinkedSession session, boolean created) {}
}
