package io.sanasend.api.session;

import io.sanasend.api.worker.RegisteredWorker;
import io.sanasend.api.worker.Sighting;
import io.sanasend.api.worker.WorkerRoster;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.SessionSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What follows from holding the sessions that workers have against those of the table. The table has to be read after the
 * workers were asked: a session is in the table before any worker has it.
 *
 * <p>A worker that runs a session which the table has elsewhere is right, unless the other one runs it as well. Of two that
 * do, the one that is linked keeps it; if both or neither is, the one the table names. What is at a worker that did not
 * answer and is not known to be dead is left alone.
 */
final class RosterComparison {

    /** Something to be done about one session. */
    sealed interface Step {

        SessionId session();

        /** Take over what its host says of it. */
        record Apply(Sighting sighting) implements Step {
            @Override
            public SessionId session() {
                return sighting.snapshot().id();
            }
        }

        /** Another worker is its host than the table says; take over what that one says. */
        record Follow(long row, RegisteredWorker worker, Sighting sighting) implements Step {
            @Override
            public SessionId session() {
                return sighting.snapshot().id();
            }
        }

        /** No worker runs it. */
        record BringBack(long row, SessionId session) implements Step {}

        /** Its owner wants it stopped, and it is not known to be. */
        record FinishStop(long row, SessionId session) implements Step {}

        /** A worker runs what another one hosts; its profile may be that of the other. */
        record Stop(RegisteredWorker worker, SessionId session) implements Step {}

        /** A worker runs a linked number that the table does not know. */
        record StopUnknown(RegisteredWorker worker, SessionId session) implements Step {}

        /** A worker has what should not be anywhere, or was linked elsewhere. */
        record LogOut(RegisteredWorker worker, SessionId session) implements Step {}
    }

    private final Map<SessionId, KnownSession> table = new HashMap<>();
    private final Map<String, Map<SessionId, Sighting>> present = new HashMap<>();
    private final Map<String, RegisteredWorker> answered = new HashMap<>();
    private final Set<String> dead;
    private final List<Step> steps = new ArrayList<>();
    private final Set<SessionId> found = new HashSet<>();
    private final Set<SessionId> followed = new HashSet<>();

    private RosterComparison(List<WorkerRoster> rosters, Set<String> dead, Collection<KnownSession> known) {
        known.forEach(session -> table.put(session.wireId(), session));
        for (WorkerRoster roster : rosters) {
            answered.put(roster.worker().id(), roster.worker());
            Map<SessionId, Sighting> sessions =
                    present.computeIfAbsent(roster.worker().id(), _ -> new HashMap<>());
            roster.sightings()
                    .forEach(sighting -> sessions.put(sighting.snapshot().id(), sighting));
        }
        this.dead = dead;
    }

    /**
     * The steps, at most one for each session and worker.
     *
     * @param dead the workers that are known to be dead
     * @param known the sessions of the table that are not ended, and those that are in a roster, deleted ones included
     */
    static List<Step> of(List<WorkerRoster> rosters, Set<String> dead, Collection<KnownSession> known) {
        RosterComparison comparison = new RosterComparison(rosters, dead, known);
        comparison.lookAtRosters(rosters);
        comparison.lookForTheMissing();
        return comparison.steps;
    }

    private void lookAtRosters(List<WorkerRoster> rosters) {
        for (WorkerRoster roster : rosters) {
            for (Sighting sighting : roster.sightings()) {
                look(roster.worker(), sighting);
            }
        }
    }

    private void look(RegisteredWorker worker, Sighting sighting) {
        SessionSnapshot seen = sighting.snapshot();
        KnownSession session = table.get(seen.id());
        if (session == null && seen.linked()) {
            lookAtUnknown(worker, seen);
        } else if (session == null || session.deleted()) {
            if (seen.state() != SessionState.LOGGED_OUT) {
                steps.add(new Step.LogOut(worker, seen.id()));
            }
        } else if (worker.id().equals(session.worker())) {
            lookAtOwn(session, sighting);
        } else if (!seen.state().isEnd()) {
            lookAtStray(worker, session, sighting);
        }
    }

    /** Linked, and not in the table: as likely an older copy of the database was restored. It is kept, and does not run. */
    private void lookAtUnknown(RegisteredWorker worker, SessionSnapshot seen) {
        if (!seen.state().isEnd()) {
            steps.add(new Step.StopUnknown(worker, seen.id()));
        }
    }

    private void lookAtOwn(KnownSession session, Sighting sighting) {
        found.add(session.wireId());
        steps.add(new Step.Apply(sighting));
        if (!session.wanted() && !sighting.snapshot().state().isEnd()) {
            steps.add(new Step.FinishStop(session.id(), session.wireId()));
        }
    }

    private void lookAtStray(RegisteredWorker worker, KnownSession session, Sighting sighting) {
        String host = session.worker();
        boolean unknown = host != null && !answered.containsKey(host) && !dead.contains(host);
        if (unknown) {
            return;
        }
        Sighting other = runningAt(host, session.wireId());
        if (other == null) {
            follow(worker, session, sighting);
        } else if (sighting.snapshot().linked() && !other.snapshot().linked()) {
            follow(worker, session, sighting);
            end(answered.get(host), worker, other);
        } else {
            end(worker, answered.get(host), sighting);
        }
    }

    private void follow(RegisteredWorker worker, KnownSession session, Sighting sighting) {
        found.add(session.wireId());
        if (followed.add(session.wireId())) {
            steps.add(new Step.Follow(session.id(), worker, sighting));
        }
    }

    /** Ends one of two. In one place they share the profile, and a linked one may be the only one: neither is erased. */
    private void end(@Nullable RegisteredWorker loser, @Nullable RegisteredWorker keeper, Sighting sighting) {
        if (loser == null || keeper == null) {
            return;
        }
        SessionId id = sighting.snapshot().id();
        boolean erasable = !sighting.snapshot().linked() && !loser.profiles().equals(keeper.profiles());
        steps.add(erasable ? new Step.LogOut(loser, id) : new Step.Stop(loser, id));
    }

    private @Nullable Sighting runningAt(@Nullable String worker, SessionId id) {
        Sighting sighting =
                worker == null ? null : present.getOrDefault(worker, Map.of()).get(id);
        return sighting == null || sighting.snapshot().state().isEnd() ? null : sighting;
    }

    private void lookForTheMissing() {
        for (KnownSession session : table.values()) {
            String host = session.worker();
            boolean knownToBeAway = host == null || answered.containsKey(host) || dead.contains(host);
            if (session.deleted() || session.ended() || !knownToBeAway || found.contains(session.wireId())) {
                continue;
            }
            steps.add(
                    session.wanted()
                            ? new Step.BringBack(session.id(), session.wireId())
                            : new Step.FinishStop(session.id(), session.wireId()));
        }
    }
}
