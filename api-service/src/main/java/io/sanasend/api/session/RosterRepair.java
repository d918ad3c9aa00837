package io.sanasend.api.session;

import io.sanasend.api.session.RosterComparison.Step;
import io.sanasend.api.worker.RegisteredWorker;
import io.sanasend.api.worker.WorkerAnswer;
import io.sanasend.api.worker.WorkerClient;
import io.sanasend.api.worker.WorkerRoster;
import io.sanasend.api.worker.Workers;
import io.sanasend.model.session.SessionId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Makes the table and the workers agree: asks each worker that is alive what it has, takes over what is newer, brings back
 * what should run and does not, and ends what should not be there. A worker that does not answer changes nothing. Each step
 * may be repeated, and be done by two at once.
 */
@ApplicationScoped
class RosterRepair {

    private static final Logger LOG = Logger.getLogger(RosterRepair.class);

    private final LinkedSessions sessions;
    private final Workers workers;
    private final WorkerClient client;
    private final SessionReturn comeback;
    private final ParallelSteps parallel = new ParallelSteps();

    RosterRepair(LinkedSessions sessions, Workers workers, WorkerClient client, SessionReturn comeback) {
        this.sessions = sessions;
        this.workers = workers;
        this.client = client;
        this.comeback = comeback;
    }

    /** @param deathsCount whether a worker without a lease is dead; else it may yet register */
    void run(boolean deathsCount) throws InterruptedException {
        List<RegisteredWorker> known = workers.all();
        List<RegisteredWorker> dead =
                known.stream().filter(worker -> !worker.live() && deathsCount).toList();
        List<WorkerRoster> rosters =
                rostersOf(known.stream().filter(RegisteredWorker::live).toList());
        List<Step> steps = RosterComparison.of(
                rosters,
                dead.stream().map(RegisteredWorker::id).collect(Collectors.toSet()),
                sessions.known(idsIn(rosters)));
        steps.forEach(this::store);
        Map<SessionId, List<Step>> calls = steps.stream()
                .filter(step -> !(step instanceof Step.Apply || step instanceof Step.Follow))
                .collect(Collectors.groupingBy(Step::session));
        parallel.run(calls.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().value(),
                        entry -> () -> entry.getValue().forEach(this::call))));
        rosters.forEach(roster -> workers.noteCompared(roster.worker()));
        dead.stream().filter(RegisteredWorker::isTurned).forEach(workers::noteCompared);
    }

    /** Whether the last run could not do something that is possible any moment. */
    boolean isToBeRepeated() {
        return comeback.wasHeldUp();
    }

    private static Set<SessionId> idsIn(List<WorkerRoster> rosters) {
        return rosters.stream()
                .flatMap(roster -> roster.sightings().stream())
                .map(sighting -> sighting.snapshot().id())
                .collect(Collectors.toSet());
    }

    private List<WorkerRoster> rostersOf(List<RegisteredWorker> live) throws InterruptedException {
        Queue<WorkerRoster> rosters = new ConcurrentLinkedQueue<>();
        new ParallelSteps()
                .run(live.stream()
                        .collect(Collectors.toMap(RegisteredWorker::id, worker -> () -> ask(worker, rosters))));
        return List.copyOf(rosters);
    }

    private void ask(RegisteredWorker worker, Queue<WorkerRoster> rosters) {
        switch (client.roster(worker)) {
            case WorkerAnswer.Given<WorkerRoster>(WorkerRoster roster) -> rosters.add(roster);
            case WorkerAnswer.Refused<WorkerRoster> refused ->
                LOG.errorf(
                        "Worker %s refuses to list its sessions (%s); they are left alone",
                        worker.id(), refused.code());
            case WorkerAnswer.Away<WorkerRoster>(String why) ->
                LOG.warnf("Worker %s did not list its sessions (%s); they are left alone", worker.id(), why);
        }
    }

    private void store(Step step) {
        switch (step) {
            case Step.Apply(var sighting) -> sessions.apply(sighting);
            case Step.Follow(long row, RegisteredWorker worker, var sighting) -> {
                LOG.warnf("Session %s is at worker %s; the table follows", step.session(), worker.id());
                comeback.follow(row, worker, sighting);
            }
            case Step.BringBack _, Step.FinishStop _, Step.Stop _, Step.StopUnknown _, Step.LogOut _ -> {}
        }
    }

    private void call(Step step) {
        switch (step) {
            case Step.BringBack(long row, SessionId _) -> comeback.bringBack(row);
            case Step.FinishStop(long row, SessionId _) -> comeback.finishStop(row);
            case Step.Stop(RegisteredWorker worker, SessionId id) -> {
                LOG.warnf("Worker %s runs session %s, which another one hosts; it is stopped there", worker.id(), id);
                client.stopAt(worker, id);
            }
            case Step.StopUnknown(RegisteredWorker worker, SessionId id) -> {
                LOG.warnf(
                        "Worker %s runs session %s, which is linked and not in the database; it is stopped, its profile kept."
                                + " Was an older copy of the database restored?",
                        worker.id(), id);
                client.stopAt(worker, id);
            }
            case Step.LogOut(RegisteredWorker worker, SessionId id) -> {
                LOG.warnf("Worker %s has session %s, which should not be there; it is logged out", worker.id(), id);
                client.logoutAt(worker, id);
            }
            case Step.Apply _, Step.Follow _ -> {}
        }
    }
}
