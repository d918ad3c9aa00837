package io.sanasend.api.session;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.sanasend.api.problem.DatabaseOutage;
import io.sanasend.api.worker.WorkerConfig;
import io.sanasend.api.worker.WorkerRegistered;
import io.sanasend.api.worker.Workers;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Says when the table is compared with the workers, and by whom: by one replica at a time; at its start, as soon as a worker
 * is new, was restarted, came back or died, and every now and then.
 */
@ApplicationScoped
class SessionRepair {

    private static final Logger LOG = Logger.getLogger(SessionRepair.class);
    private static final Duration LONGEST_GAP = Duration.ofSeconds(15);

    private final RepairTurn turn;
    private final Workers workers;
    private final RosterRepair rosters;
    private final SessionConfig config;
    private final Clock clock;
    private final String replica;
    private final Vigil vigil;
    private final ReentrantLock one = new ReentrantLock();
    private Instant lastRepair = Instant.EPOCH;

    SessionRepair(
            RepairTurn turn,
            Workers workers,
            RosterRepair rosters,
            SessionConfig config,
            WorkerConfig leases,
            Clock clock,
            RandomGenerator random) {
        this.turn = turn;
        this.workers = workers;
        this.rosters = rosters;
        this.config = config;
        this.clock = clock;
        this.replica = Long.toHexString(random.nextLong());
        this.vigil = new Vigil(leases.lease(), LONGEST_GAP);
    }

    /** Looks often, so that sessions come back soon; repairs less often. */
    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() throws InterruptedException {
        one.lock();
        try {
            watch();
        } catch (RuntimeException e) {
            // The top of a scheduler's thread; the next tick does what this one could not.
            if (!DatabaseOutage.isBehind(e)) {
                throw e;
            }
            vigil.interrupt();
            LOG.warn("Sessions are not compared with the workers: the database does not answer");
        } finally {
            one.unlock();
        }
    }

    /** A worker has something new to say. */
    void onRegistered(@Observes WorkerRegistered worker) throws InterruptedException {
        tick();
    }

    void onStop(@Observes ShutdownEvent stop) {
        try {
            turn.giveBack(replica);
        } catch (RuntimeException e) {
            LOG.debug("The turn to repair is not given back, and ends by itself", e);
        }
    }

    private void watch() throws InterruptedException {
        boolean deathsCount = vigil.look(clock.instant());
        if (!turn.take(replica)) {
            return;
        }
        boolean turned = workers.all().stream().anyMatch(worker -> worker.isTurned() && (worker.live() || deathsCount));
        if (turned
                || rosters.isToBeRepeated()
                || lastRepair.plus(config.repairInterval()).isBefore(clock.instant())) {
            rosters.run(deathsCount);
            lastRepair = clock.instant();
        }
    }
}
