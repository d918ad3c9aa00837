package io.sanasend.api.session;

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
        sessions.want(session.id(), true);
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
        return wanting(true, session, () -> hosts.start(session, config.startPatience()));
    }

    /** Ends the browser; the number stays linked, and stays away until its owner starts it again. */
    public LinkedSession disconnect(LinkedSession session) {
        boolean before = sessions.want(session.id(), false);
        WorkerAnswer<Sighting> answer = worker.stop(session.wireId());
        if (isUnknown(answer)) {
            sessions.markStopped(session.id());
            return sessions.current(session.id());
        }
        return settled(session, before, answer);
    }

    /** Unlinks the number on WhatsApp. */
    public LinkedSession logout(LinkedSession session) {
        boolean before = sessions.want(session.id(), false);
        WorkerAnswer<Sighting> answer = hosts.logout(session.id(), session.wireId());
        if (isUnknown(answer)) {
            sessions.markLoggedOut(session.id());
            return sessions.current(session.id());
        }
        return settled(session, before, answer);
    }

    /** Logs out, erases the profile, and only then forgets the session: with the worker away nothing changes. */
    void delete(LinkedSession session) {
        logout(session);
        primaries.delete(session.userId(), session.id());
    }

    /** A fresh QR code of the same session, which is started if it does not run. */
    public LinkedSession refreshQr(LinkedSession session) {
        if (session.acceptsMessages()) {
            throw new ApiException(
                    ProblemType.CONFLICT, "The session is linked; log it out first to link another number.");
        }
        return wanting(true, session, () -> {
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
        LinkedSession started = wanting(true, session, () -> hosts.start(session, config.startPatience()));
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
     * Stores the owner's wish before the worker is asked, so that a repair running at the same time does not undo it; if
     * the worker does not do it, the wish is taken back.
     */
    private LinkedSession wanting(boolean running, LinkedSession session, Supplier<WorkerAnswer<Sighting>> call) {
        boolean before = sessions.want(session.id(), running);
        return settled(session, before, call.get());
    }

    private LinkedSession settled(LinkedSession session, boolean before, WorkerAnswer<Sighting> answer) {
        if (!(answer instanceof WorkerAnswer.Given)) {
            sessions.want(session.id(), before);
        }
        return applied(session, answer.orThrow());
    }

    private LinkedSession applied(LinkedSession session, Sighting sighting) {
        sessions.apply(sighting);
        return sessions.current(session.id());
    }
}
