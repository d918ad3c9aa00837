package io.sanasend.api.message;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sanasend.api.fanout.Fanout;
import io.sanasend.api.fanout.Listener;
import io.sanasend.api.pacing.PaceChanged;
import io.sanasend.api.problem.DatabaseOutage;
import io.sanasend.api.session.SessionChanged;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Runs the lanes that are due: one thread claims them, many at once, and each claimed lane has a virtual thread of its own
 * until it is given back. Any number of replicas may do so side by side. The claiming thread looks when it is woken (by an accepted
 * message, a session that changed, the end of a pause, another replica without room) and every now and then. Safe for
 * use by many threads.
 *
 * <p>Lanes at once are bounded, and a hanging worker holds one for each of its numbers until its calls time out. So the bound is a
 * multiple of what workers have in numbers: an attempt costs a virtual thread and a connection, and no database connection.
 */
@ApplicationScoped
class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    /** Tells that there are lanes due for which a replica has no room. */
    private static final String TOPIC = "lanes";

    /** Lanes in one claim: enough to share a commit, and few enough that the first of them need not wait for the last. */
    private static final int BATCH = 32;

    private static final Duration RENEWAL = LaneClaims.LEASE.dividedBy(3);
    private static final Duration LONGEST_TIMER = Duration.ofHours(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration GOODBYE = Duration.ofSeconds(8);

    private final Lane lane;
    private final LaneClaims claims;
    private final Fanout fanout;
    private final MessageConfig config;
    private final String replica;
    private final Semaphore room;
    private final Semaphore wakes = new Semaphore(0);
    /** By session row, with what it was claimed by first. */
    private final ConcurrentMap<Long, Hold> held = new ConcurrentHashMap<>();

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("lanes-timer").factory());
    private volatile boolean stopping;

    Dispatcher(Lane lane, LaneClaims claims, Fanout fanout, MessageConfig config, RandomGenerator random) {
        this.lane = lane;
        this.claims = claims;
        this.fanout = fanout;
        this.config = config;
        // Another one with each start: leases of a former run are nobody's.
        this.replica = Long.toHexString(random.nextLong());
        this.room = new Semaphore(config.parallelAttempts());
    }

    void onStart(@Observes StartupEvent start) {
        fanout.listen(TOPIC, new Listener() {
            @Override
            public void heard(String from) {
                look();
            }

            @Override
            public void maybeMissed() {
                look();
            }
        });
        run();
    }

    /** Begins to claim. */
    void run() {
        Thread.ofVirtual().name("lanes").start(this::claimUntilStopped);
        timer.scheduleWithFixedDelay(this::renew, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Before the clients of workers are closed. */
    void onStop(@Observes @Priority(1) ShutdownEvent stop) {
        stop();
    }

    /**
     * Ends in order: what is being attempted is settled, if that is soon, and its lane given back at once; nothing new is
     * begun.
     */
    void stop() {
        stopping = true;
        look();
        try {
            // With all the room there is, no lane is held.
            if (!room.tryAcquire(config.parallelAttempts(), GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Some attempts are still under way; after their leases it is looked up what became of them");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
        fanout.tell(TOPIC, replica);
    }

    void onSessionChanged(@Observes(during = TransactionPhase.AFTER_SUCCESS) SessionChanged change) {
        wake();
    }

    void onPaceChanged(@Observes(during = TransactionPhase.AFTER_SUCCESS) PaceChanged change) {
        wake();
    }

    /** Some lane may be due now. */
    void wake() {
        look();
        if (room.availablePermits() == 0) {
            fanout.tell(TOPIC, replica);
        }
    }

    private void look() {
        if (wakes.availablePermits() == 0) {
            wakes.release();
        }
    }

    /** No lane is held now. */
    boolean isAtRest() {
        return held.isEmpty();
    }

    private void claimUntilStopped() {
        try {
            while (!stopping) {
                if (!claimSome()) {
                    boolean woken = wakes.tryAcquire(config.sweepInterval().toMillis(), TimeUnit.MILLISECONDS);
                    LOG.tracef("Looking for lanes that are due, woken: %s", woken);
                    wakes.drainPermits();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Claims what there is room for; answers whether there may be more at once. */
    private boolean claimSome() throws InterruptedException {
        room.acquire();
        int places = 1;
        while (places < BATCH && room.tryAcquire()) {
            places++;
        }
        List<Claim> claimed = stopping ? List.of() : claim(places);
        room.release(places - claimed.size());
        for (Claim claim : claimed) {
            held.put(claim.hold().sessionRow(), claim.hold());
            Thread.ofVirtual().name("lane-" + claim.hold().sessionRow()).start(() -> workOff(claim));
        }
        return claimed.size() == places;
    }

    private List<Claim> claim(int places) throws InterruptedException {
        try {
            return claims.claim(replica, places);
        } catch (RuntimeException e) {
            // The top of the claiming thread; what it may have claimed is due again after its lease.
            logFailure(e, "No lanes are claimed");
            Thread.sleep(AFTER_FAILURE);
            return List.of();
        }
    }

    private void workOff(Claim first) {
        long sessionRow = first.hold().sessionRow();
        try {
            Lane.Step step = lane.step(first, this::isRunning);
            while (step instanceof Lane.Step.Next(Claim.Head next)) {
                step = lane.step(next, this::isRunning);
            }
            if (step instanceof Lane.Step.Later(Duration pause)) {
                wakeAfter(pause);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The top of a lane's thread. Its head stays marked as being attempted, and is looked up after the lease.
            logFailure(e, "The lane of session row " + sessionRow + " is left until its lease ends");
        } finally {
            // Not what this replica may have claimed since.
            held.remove(sessionRow, first.hold());
            room.release();
        }
    }

    private boolean isRunning() {
        return !stopping;
    }

    /** Some lane is due after that time. Longer times are left to the sweep. */
    void wakeAfter(Duration pause) {
        if (pause.isZero()) {
            wake();
        } else if (!stopping && pause.compareTo(LONGEST_TIMER) < 0) {
            // A millisecond more: the lane has to be due by the database's clock.
            timer.schedule(this::wake, pause.toMillis() + 1, TimeUnit.MILLISECONDS);
        }
    }

    private void renew() {
        try {
            if (!held.isEmpty()) {
                claims.renew(replica, List.copyOf(held.keySet()));
            }
        } catch (RuntimeException e) {
            // The top of the timer's thread; a lease lasts for several renewals.
            logFailure(e, "Leases are not renewed");
        }
    }

    private static void logFailure(RuntimeException e, String consequence) {
        if (DatabaseOutage.isBehind(e)) {
            LOG.warnf("%s: the database does not answer", consequence);
        } else {
            LOG.error(consequence, e);
        }
    }
}
