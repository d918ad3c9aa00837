package io.sanasend.api.session;

import io.sanasend.api.audit.AuditAction;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.worker.Sighting;
import io.sanasend.api.worker.WorkerAnswer;
import io.sanasend.api.worker.WorkerClient;
import io.sanasend.model.message.Recipient;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import io.sanasend.model.wire.PairingCode;
import io.sanasend.model.wire.PairingRequest;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What an owner may do with a session. Each step asks the worker without a transaction or a connection held, since a
 * browser may think for a minute; what the worker answers is applied like any other sighting.
 */
@ApplicationScoped
public class SessionLife {

    private static final StateReason NO_WORKER =
            StateReason.of("worker_unavailable", "The WhatsApp worker could not be reached; start the session again.");

    private final LinkedSessions sessions;
    private final PrimarySessions primaries;
    private final SessionHosts hosts;
    private final WorkerClient worker;
    private final SessionConfig config;

    SessionLife(
            LinkedSessions sessions,
            PrimarySessions primaries,
            SessionHosts hosts,
            WorkerClient worker,
            SessionConfig config) {
        this.sessions = sessions;
        this.primaries = primaries;
        this.hosts = hosts;
        this.worker = worker;
        this.config = config;
    }

    /** The instance of that name, started; waits for a QR code, a connection or an end. */
    LinkedSessions.Opened init(long userId, String name) {
        LinkedSessions.Opened opened = sessions.open(userId, name, config.maxPerUser());
        LinkedSession session = opened.session();
        if (session.state() == SessionState.CONNECTED) {
            return opened;
        }
        if (!opened.created()) {
            sessions.want(session.id(), true, AuditAction.SESSION_INIT);
        }
        WorkerAnswer<Sighting> answer = hosts.start(session, config.startPatience());
        if (opened.created() && !(answer instanceof WorkerAnswer.Given)) {
            sessions.giveUp(session.id(), NO_WORKER);
        }
        return new LinkedSessions.Opened(applied(session, answer.orThrow()), opened.created());
    }

    /** Starts it again; no QR code if it is still linked. */
    public LinkedSession reconnect(LinkedSession session) {
        if (session.state() == SessionState.CONNECTED) {
            return session;
        }
        return wanting(AuditAction.SESSION_RECONNECT, session, () -> hosts.start(session, config.startPatience()));
    }

    /** Ends the browser; the number stays linked, and stays away until its owner starts it again. */
    public LinkedSession disconnect(LinkedSession session) {
        AuditAction action = AuditAction.SESSION_DISCONNECT;
        boolean before = sessions.want(session.id(), false, action);
        WorkerAnswer<Sighting> answer = worker.stop(session.wireId());
        if (isUnknown(answer)) {
            sessions.markStopped(session.id());
            return sessions.current(session.id());
        }
        return settled(action, session, before, answer);
    }

    /** Unlinks the number on WhatsApp. */
    public LinkedSession logout(LinkedSession session) {
        return logout(AuditAction.SESSION_LOGOUT, session);
    }

    private LinkedSession logout(AuditAction action, LinkedSession session) {
        boolean before = sessions.want(session.id(), false, action);
        WorkerAnswer<Sighting> answer = hosts.logout(session.id(), session.wireId());
        if (isUnknown(answer)) {
            sessions.markLoggedOut(session.id());
            return sessions.current(session.id());
        }
        return settled(action, session, before, answer);
    }

    /** Logs out, erases the profile, and only then forgets the session: with the worker away nothing changes. */
    void delete(LinkedSession session) {
        logout(AuditAction.SESSION_DELETE, session);
        primaries.delete(session.userId(), session.id());
    }

    /** A fresh QR code of the same session, which is started if it does not run. */
    public LinkedSession refreshQr(LinkedSession session) {
        if (session.acceptsMessages()) {
            throw new ApiException(
                    ProblemType.CONFLICT, "The session is linked; log it out first to link another number.");
        }
        return wanting(AuditAction.SESSION_REFRESH_QR, session, () -> {
            Duration patience = config.startPatience();
            if (!hosts.isAttended(session)) {
                return hosts.start(session, patience);
            }
            WorkerAnswer<Sighting> answer = worker.refreshQr(session.wireId(), patience);
            return isUnknown(answer) ? hosts.start(session, patience) : answer;
        });
    }

    /**
     * A code that links the number when it is typed on its phone. The session is started if it does not run.
     *
     * @throws ApiException 409 if a number is linked, or the session does not wait for one
     */
    PairingCode pairingCode(LinkedSession session, Recipient phone) {
        if (session.isLinked()) {
            throw new ApiException(
                    ProblemType.CONFLICT, "The session is linked; log it out first to link another number.");
        }
        LinkedSession started =
                wanting(AuditAction.SESSION_PAIRING_CODE, session, () -> hosts.start(session, config.startPatience()));
        if (started.state() != SessionState.QR_PENDING) {
            throw new ApiException(
                    ProblemType.CONFLICT,
                    "The session does not wait to be linked, it is "
                            + started.state().wireName() + "; see its status.");
        }
        return worker.pairingCode(session.wireId(), new PairingRequest(phone)).orThrow();
    }

    /** The worker is there but has no such session. */
    private static boolean isUnknown(WorkerAnswer<Sighting> answer) {
        return answer instanceof WorkerAnswer.Refused<Sighting>(WorkerErrorCode code, String _)
                && code == WorkerErrorCode.SESSION_NOT_FOUND;
    }

    /**
     * Has it run: stores the owner's wish before the worker is asked, so that a repair running at the same time does not undo it; if
     * the worker does not do it, the wish is taken back.
     */
    private LinkedSession wanting(AuditAction action, LinkedSession session, Supplier<WorkerAnswer<Sighting>> call) {
        boolean before = sessions.want(session.id(), true, action);
        return settled(action, session, before, call.get());
    }

    private LinkedSession settled(
            AuditAction action, LinkedSession session, boolean before, WorkerAnswer<Sighting> answer) {
        if (!(answer instanceof WorkerAnswer.Given)) {
            sessions.unwant(session.id(), before, action);
        }
        return applied(session, answer.orThrow());
    }

    private LinkedSession applied(LinkedSession session, Sighting sighting) {
        sessions.apply(sighting);
        return sessions.current(session.id());
    }
}
