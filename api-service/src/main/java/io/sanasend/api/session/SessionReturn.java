package io.sanasend.api.session;

import io.sanasend.api.worker.RegisteredWorker;
import io.sanasend.api.worker.Sighting;
import io.sanasend.api.worker.WorkerAnswer;
import io.sanasend.api.worker.WorkerClient;
import io.sanasend.model.session.StateReason;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Brings single sessions back to what they should be. Reads the row anew each time: its owner may have stopped or deleted it
 * since it was found wanting.
 */
@ApplicationScoped
class SessionReturn {

    private static final Logger LOG = Logger.getLogger(SessionReturn.class);
    private static final StateReason NEVER_LINKED =
            StateReason.of("start_interrupted", "The session was not linked before its browser ended; start it again.");
    /** Longer than a request to stop or log out may still be under way. */
    private static final Duration STOP_DEADLINE = Duration.ofMinutes(5);

    private final LinkedSessions sessions;
    private final Placements placements;
    private final SessionHosts hosts;
    private final WorkerClient worker;
    private final SessionConfig config;
    private final Clock clock;
    private final AtomicBoolean held = new AtomicBoolean();

    SessionReturn(
            LinkedSessions sessions,
            Placements placements,
            SessionHosts hosts,
            WorkerClient worker,
            SessionConfig config,
            Clock clock) {
        this.sessions = sessions;
        this.placements = placements;
        this.hosts = hosts;
        this.worker = worker;
        this.config = config;
        this.clock = clock;
    }

    /** Whether, since it was asked last, a session could not be started although it may be any moment: its profile is still held, or its worker did not answer. */
    boolean wasHeldUp() {
        return held.getAndSet(false);
    }

    /** A worker has it that is not its host in the table. */
    void follow(long row, RegisteredWorker host, Sighting sighting) {
        hosts.follow(row, host, sighting.snapshot().id());
        sessions.apply(sighting);
    }

    /** No worker runs it: starts it if it should run, or gives up a start that came to nothing. */
    void bringBack(long row) {
        LinkedSession session = sessions.findCurrent(row).orElse(null);
        if (session == null) {
            return;
        }
        if (session.shouldRun()) {
            start(session);
        } else if (session.isStuckStart(clock.instant(), config.startDeadline())) {
            sessions.giveUp(row, NEVER_LINKED);
        }
    }

    private void start(LinkedSession session) {
        if (placements.toRun(session.id()) instanceof Placement.Nowhere) {
            sessions.awaitWorker(session.id());
            return;
        }
        switch (hosts.start(session, Duration.ZERO)) {
            case WorkerAnswer.Given<Sighting>(Sighting sighting) -> {
                LOG.infof("Session %s is started again", session.wireId());
                sessions.apply(sighting);
            }
            case WorkerAnswer.Refused<Sighting>(WorkerErrorCode code, String _)
            when code == WorkerErrorCode.SESSION_HELD -> {
                held.set(true);
                sessions.awaitWorker(session.id());
            }
            case WorkerAnswer.Refused<Sighting> refused ->
                LOG.warnf("Session %s cannot be started now (%s); tried again later", session.wireId(), refused.code());
            case WorkerAnswer.Away<Sighting>(String why) -> {
                held.set(true);
                LOG.warnf("Session %s was not started (%s); tried again soon", session.wireId(), why);
            }
        }
        boolean stoppedMeanwhile =
                sessions.findCurrent(session.id()).map(now -> !now.isWanted()).orElse(true);
        if (stoppedMeanwhile) {
            // Its owner's stop and this start crossed; the owner wins.
            worker.stop(session.wireId());
        }
    }

    /** Its owner had it stopped, and the request ended before the worker did it. */
    void finishStop(long row) {
        LinkedSession session = sessions.findCurrent(row).orElse(null);
        if (session == null || !session.isStopUnfinished(clock.instant(), STOP_DEADLINE)) {
            return;
        }
        switch (worker.stop(session.wireId())) {
            case WorkerAnswer.Given<Sighting>(Sighting sighting) -> sessions.apply(sighting);
            case WorkerAnswer.Refused<Sighting>(WorkerErrorCode code, String _)
            when code == WorkerErrorCode.SESSION_NOT_FOUND -> sessions.markStopped(row);
            case WorkerAnswer.Refused<Sighting> refused ->
                LOG.warnf("Session %s cannot be stopped now (%s); tried again later", session.wireId(), refused.code());
            case WorkerAnswer.Away<Sighting>(String why) ->
                LOG.warnf("Session %s was not stopped (%s); tried again later", session.wireId(), why);
        }
    }
}
