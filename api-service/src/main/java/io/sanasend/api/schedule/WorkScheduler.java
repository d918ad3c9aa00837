package io.sanasend.api.schedule;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.sanasend.api.problem.DatabaseOutage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Does the work that is due and that no other replica does, each piece on a virtual thread of its own. Looks every few
 * seconds, and with each look renews the leases of its runs; what a replica had that died or hangs is taken over when its
 * lease ends. While the database is away nothing is begun, and one line is logged.
 */
@ApplicationScoped
class WorkScheduler {

    private static final Logger LOG = Logger.getLogger(WorkScheduler.class);
    /** Of a stop; the step a run is in is waited for no longer. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Map<String, ScheduledWork> works;
    private final WorkTable table;
    private final Clock clock;
    private final String replica;
    private final Map<RunningWork, Thread> running = new ConcurrentHashMap<>();
    private final AtomicBoolean isDatabaseAway = new AtomicBoolean();
    private volatile boolean isEnlisted;
    private volatile boolean isStopping;

    WorkScheduler(@All List<ScheduledWork> works, WorkTable table, Clock clock, RandomGenerator random) {
        this.works = works.stream().collect(Collectors.toUnmodifiableMap(ScheduledWork::name, Function.identity()));
        this.table = table;
        this.clock = clock;
        this.replica = Long.toHexString(random.nextLong());
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void look() {
        try {
            enlist();
            keep();
            begin();
            if (isDatabaseAway.getAndSet(false)) {
                LOG.info("The database answers again; scheduled work goes on");
            }
        } catch (SQLException | RuntimeException e) {
            // The top of a scheduler's thread; the next look does what this one could not.
            noteOutage("Nothing is begun", e);
        }
    }

    /** Lets runs end after the step they are in; what they leave is due at once, for another replica. */
    void onStop(@Observes @Priority(1) ShutdownEvent stop) throws InterruptedException {
        isStopping = true;
        running.keySet().forEach(RunningWork::stop);
        Instant end = clock.instant().plus(FAREWELL);
        for (Thread thread : List.copyOf(running.values())) {
            thread.join(Duration.between(clock.instant(), end));
        }
    }

    /** Nothing is under way here. */
    boolean isAtRest() {
        return running.isEmpty();
    }

    String replica() {
        return replica;
    }

    private void enlist() throws SQLException {
        if (isEnlisted) {
            return;
        }
        for (ScheduledWork work : works.values()) {
            table.enlist(work);
        }
        isEnlisted = true;
    }

    private void keep() throws SQLException {
        running.forEach((run, thread) -> {
            if (run.isOverdue() && !run.isLost()) {
                LOG.errorf("%s hangs and is given up", run.work().name());
                run.lose();
                thread.interrupt();
            }
        });
        List<Long> mine = running.keySet().stream()
                .filter(run -> !run.isLost())
                .map(RunningWork::id)
                .toList();
        if (mine.isEmpty()) {
            return;
        }
        Set<Long> kept = table.renew(mine);
        running.keySet().stream()
                .filter(run -> mine.contains(run.id()) && !kept.contains(run.id()))
                .forEach(RunningWork::lose);
    }

    private void begin() throws SQLException {
        Set<String> busy =
                running.keySet().stream().map(run -> run.work().name()).collect(Collectors.toSet());
        List<String> idle =
                works.keySet().stream().filter(name -> !busy.contains(name)).toList();
        if (isStopping || idle.isEmpty()) {
            return;
        }
        table.claim(replica, idle).forEach((name, id) -> {
            RunningWork run = new RunningWork(id, works.get(name), clock);
            Thread thread = Thread.ofVirtual().name("scheduled-" + name).unstarted(() -> run(run));
            running.put(run, thread);
            if (isStopping) {
                run.stop();
            }
            thread.start();
        });
    }

    private void run(RunningWork run) {
        String name = run.work().name();
        try {
            String detail = run.work().run(run);
            LOG.debugf("%s: %s", name, detail);
            table.end(run, run.wasCutShort() ? RunResult.STOPPED : RunResult.OK, detail);
        } catch (SQLException | RuntimeException e) {
            // The top of the work's thread; it is due again soon.
            noteOutage(name + " failed", e);
            noteFailure(run, e);
        } finally {
            running.remove(run);
        }
    }

    /** Without the message of the failure, which may name rows. */
    private void noteFailure(RunningWork run, Exception failure) {
        String detail = DatabaseOutage.isBehind(failure)
                ? "The database did not answer"
                : failure.getClass().getSimpleName() + "; see the log of replica " + replica;
        try {
            table.end(run, RunResult.FAILED, detail);
        } catch (SQLException e) {
            LOG.debugf(
                    e,
                    "The run of %s counts as lost when its lease ends",
                    run.work().name());
        }
    }

    private void noteOutage(String what, Exception failure) {
        if (!DatabaseOutage.isBehind(failure)) {
            LOG.errorf(failure, "Scheduled work: %s", what);
        } else if (!isDatabaseAway.getAndSet(true)) {
            LOG.warn("Scheduled work waits: the database does not answer");
        }
    }
}
