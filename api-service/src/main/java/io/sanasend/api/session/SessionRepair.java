package io.sanasend.api.session;

import io.quarkus.scheduler.Scheduled;
import io.sanasend.api.problem.DatabaseOutage;
import io.sanasend.api.worker.Sighting;
import io.sanasend.api.worker.WorkerAnswer;
import io.sanasend.api.worker.WorkerClient;
import io.sanasend.api.worker.WorkerRoster;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerHealth;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Compares the table with what the worker has, at the start, after each restart of the worker, and every now and then:
 * takes over newer snapshots, starts every linked session that should run but does not, and ends what deleted ones left. A worker that does not
 * answer changes nothing.
 */
@ApplicationScoped
class SessionRepair {

    private static final Logger LOG = Logger.getLogger(SessionRepair.class);
    private static final StateReason NEVER_LINKED =
            StateReason.of("start_interrupted", "The session was not linked before its browser ended; start it again.");

    private final LinkedSessions sessions;
    private final WorkerClient worker;
    private final SessionConfig config;
    private final Clock clock;
    private @Nullable String lastBootId;
    private Instant lastRepair = Instant.EPOCH;

    SessionRepair(LinkedSessions sessions, WorkerClient worker, SessionConfig config, Clock clock) {
        this.sessions = sessions;
        this.worker = worker;
        this.config = config;
        this.clock = clock;
    }

    /** Looks often whether the worker was restarted, so that its sessions come back soon; repairs less often. */
    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        try {
            watch();
        } catch (RuntimeException e) {
            // The top of a scheduler's thread; the next tick does what this one could not.
            if (!DatabaseOutage.isBehind(e)) {
                throw e;
            }
            LOG.warn("Sessions are not compared with the worker: the database does not answer");
        }
    }

    void watch() {
        if (worker.health() instanceof WorkerAnswer.Given<WorkerHealth>(WorkerHealth health)) {
            boolean restarted = !health.bootId().equals(lastBootId);
            if (restarted || lastRepair.plus(config.repairInterval()).isBefore(clock.instant())) {
                repair();
                lastBootId = health.bootId();
                lastRepair = clock.instant();
            }
        } else if (lastBootId != null) {
            LOG.warn("The worker does not answer; sessions keep their last known state until it does");
            lastBootId = null;
        }
    }

    void repair() {
        switch (worker.roster()) {
            case WorkerAnswer.Given<WorkerRoster>(WorkerRoster roster) -> repair(roster);
            case WorkerAnswer.Refused<WorkerRoster> refused ->
                LOG.errorf("The worker refuses to list its sessions (%s); nothing is repaired", refused.code());
            case WorkerAnswer.Away<WorkerRoster>(String why) ->
                LOG.warnf("The worker did not list its sessions (%s); nothing is repaired", why);
        }
    }

    private void repair(WorkerRoster roster) {
        roster.sightings().forEach(sessions::apply);
        Set<SessionId> present = roster.sightings().stream()
                .map(sighting -> sighting.snapshot().id())
                .collect(Collectors.toSet());
        sessions.notEnded().stream()
                .filter(session -> !present.contains(session.wireId()))
                .map(LinkedSession::id)
                .forEach(this::bringBack);
        endDeleted(roster);
    }

    /** A start that crossed a deletion can leave a browser and a profile behind; deleted means deleted. */
    private void endDeleted(WorkerRoster roster) {
        List<SessionId> running = roster.sightings().stream()
                .map(Sighting::snapshot)
                .filter(snapshot -> snapshot.state() != SessionState.LOGGED_OUT)
                .map(SessionSnapshot::id)
                .toList();
        for (SessionId id : sessions.deletedAmong(running)) {
            LOG.warnf("The worker still has session %s, which is deleted; it is logged out", id);
            worker.logout(id);
        }
    }

    /** Reads the row anew: its owner may have stopped or deleted it since. */
    private void bringBack(long id) {
        LinkedSession session = sessions.findCurrent(id).orElse(null);
        if (session == null) {
            return;
        }
        if (session.shouldRun()) {
            start(session);
        } else if (session.isStuckStart(clock.instant(), config.startDeadline())) {
            sessions.giveUp(id, NEVER_LINKED);
        }
    }

    private void start(LinkedSession session) {
        switch (worker.start(session.wireId(), Duration.ZERO)) {
            case WorkerAnswer.Given<Sighting>(Sighting sighting) -> {
                LOG.infof("Session %s is started again", session.wireId());
                sessions.apply(sighting);
            }
            case WorkerAnswer.Refused<Sighting> refused ->
                LOG.warnf("Session %s cannot be started now (%s); tried again later", session.wireId(), refused.code());
            case WorkerAnswer.Away<Sighting>(String why) ->
                LOG.warnf("Session %s was not started (%s); tried again later", session.wireId(), why);
        }
        boolean stoppedMeanwhile =
                sessions.findCurrent(session.id()).map(now -> !now.isWanted()).orElse(true);
        if (stoppedMeanwhile) {
            // Its owner's stop and this start crossed; the owner wins.
            worker.stop(session.wireId());
        }
    }
}
