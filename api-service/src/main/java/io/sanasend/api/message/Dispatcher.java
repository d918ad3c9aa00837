package io.sanasend.api.message;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.sanasend.api.problem.DatabaseOutage;
import io.sanasend.api.session.SessionChanged;
import io.sanasend.model.session.SessionState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Runs the lanes: at most one virtual thread for each session that has something to do, and a bounded number of attempts
 * at once over all. A lane runs when it is woken: by an accepted message, by its session becoming connected, by the end
 * of its pause; a sweep finds what a crash left. Safe for use by many threads.
 */
@ApplicationScoped
class Dispatcher {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration GOODBYE = Duration.ofSeconds(8);

    /** What a running lane was asked to do next, while it was busy. */
    private enum Request {
        NONE,
        AGAIN,
        AT_ONCE
    }

    private final Lane lane;
    private final MessageQueue queue;
    private final int parallelAttempts;
    private final Semaphore attempts;
    private final ConcurrentMap<Long, Request> running = new ConcurrentHashMap<>();
    private final ScheduledExecutorService pauses = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("lane-pauses").factory());
    private volatile boolean stopping;

    Dispatcher(Lane lane, MessageQueue queue, MessageConfig config) {
        this.lane = lane;
        this.queue = queue;
        this.parallelAttempts = config.parallelAttempts();
        this.attempts = new Semaphore(parallelAttempts, true);
    }

    void onStart(@Observes StartupEvent start) {
        sweep();
    }

    /** Ends in order: what is being attempted is settled, if that is soon; nothing new is begun. */
    void onStop(@Observes ShutdownEvent stop) {
        stopping = true;
        pauses.shutdownNow();
        try {
            // With every permit in hand, no attempt is under way.
            if (!attempts.tryAcquire(parallelAttempts, GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Some attempts are still under way; the next start looks up what became of them");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** A session became connected, or its messages became hopeless: either way its lane has something to do. */
    void onSessionChanged(@Observes(during = TransactionPhase.AFTER_SUCCESS) SessionChanged change) {
        if (change.state() == SessionState.CONNECTED || change.state() == SessionState.LOGGED_OUT) {
            wake(change.id(), true);
        }
    }

    /** Finds the lanes nobody woke, after a crash for example. */
    @Scheduled(every = "30s", delayed = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void sweepNowAndThen() {
        try {
            sweep();
        } catch (RuntimeException e) {
            // The top of a scheduler's thread; the next sweep does what this one could not.
            if (!DatabaseOutage.isBehind(e)) {
                throw e;
            }
            LOG.warn("No sweep for open messages: the database does not answer");
        }
    }

    void sweep() {
        queue.lanesWithWork().forEach(this::wake);
    }

    /** There is a message in the lane of that session. */
    void wake(long sessionRow) {
        wake(sessionRow, false);
    }

    /** No lane is running now. */
    boolean isAtRest() {
        return running.isEmpty();
    }

    private void wake(long sessionRow, boolean atOnce) {
        Request request = atOnce ? Request.AT_ONCE : Request.AGAIN;
        Request before = running.putIfAbsent(sessionRow, Request.NONE);
        if (before == null) {
            if (!stopping) {
                Thread.ofVirtual().name("lane-" + sessionRow).start(() -> run(sessionRow, atOnce));
            }
            return;
        }
        boolean noted =
                running.computeIfPresent(sessionRow, (id, known) -> known == Request.AT_ONCE ? known : request) != null;
        if (!noted) {
            // It came to rest between the two looks.
            wake(sessionRow, atOnce);
        }
    }

    private void run(long sessionRow, boolean atOnce) {
        boolean hurry = atOnce;
        Request next = Request.AGAIN;
        while (next != Request.NONE) {
            workOff(sessionRow, hurry);
            next = restOrGoOn(sessionRow);
            hurry = next == Request.AT_ONCE;
        }
    }

    /** Takes the request that came meanwhile; without one the lane is at rest. */
    private Request restOrGoOn(long sessionRow) {
        if (running.remove(sessionRow, Request.NONE)) {
            return Request.NONE;
        }
        Request request = running.put(sessionRow, Request.NONE);
        return request == null ? Request.AGAIN : request;
    }

    private void workOff(long sessionRow, boolean atOnce) {
        try {
            boolean hurry = atOnce;
            while (!stopping) {
                switch (step(sessionRow, hurry)) {
                    case Lane.Next.Go() -> hurry = false;
                    case Lane.Next.Rest() -> {
                        return;
                    }
                    case Lane.Next.Pause(Duration time) -> {
                        wakeAfter(sessionRow, time);
                        return;
                    }
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The top of a lane's thread. The head stays open, and is looked up before it is tried again.
            if (DatabaseOutage.isBehind(e)) {
                LOG.warnf("The lane of session row %d waits for the database", sessionRow);
            } else {
                LOG.errorf(e, "The lane of session row %d stops for %s", sessionRow, PAUSE_AFTER_FAILURE);
            }
            wakeAfter(sessionRow, PAUSE_AFTER_FAILURE);
        }
    }

    private Lane.Next step(long sessionRow, boolean atOnce) throws InterruptedException {
        attempts.acquire();
        try {
            return stopping ? new Lane.Next.Rest() : lane.step(sessionRow, atOnce);
        } finally {
            attempts.release();
        }
    }

    private void wakeAfter(long sessionRow, Duration time) {
        if (!stopping) {
            pauses.schedule(() -> wake(sessionRow), time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
