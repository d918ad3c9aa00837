package io.sanasend.worker.session;

import io.sanasend.model.session.SessionId;
import io.sanasend.model.wire.WorkerErrorCode;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one virtual thread that touches a session's page, in the order of submission.
 *
 * <p>Thread-safe. Its owner closes it.
 */
final class Lane implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SessionId session;
    private final ExecutorService thread;
    private final Semaphore waiting;

    Lane(SessionId session, int waitingCalls) {
        this.session = session;
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("lane-" + session).factory());
        this.waiting = new Semaphore(waitingCalls);
    }

    /** Runs something later; what it throws is logged, and the lane goes on. */
    Future<?> submit(String what, Runnable task) {
        try {
            return thread.submit(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("session {}: {} failed; the session goes on and its watch decides", session, what, e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("session {}: no {} any more, the lane is closed", session, what);
            return java.util.concurrent.CompletableFuture.completedFuture(null);
        }
    }

    /**
     * Runs a caller's request and waits for it.
     *
     * @throws WorkerProblem if too many wait already, or if the session ends meanwhile
     */
    <T> T call(Callable<T> request) {
        if (!waiting.tryAcquire()) {
            throw new WorkerProblem(
                    WorkerErrorCode.MESSAGE_DEFERRED,
                    "too many calls wait for session " + session + "; try again later");
        }
        try {
            return thread.submit(request).get();
        } catch (RejectedExecutionException e) {
            throw new WorkerProblem(WorkerErrorCode.SESSION_NOT_CONNECTED, "session " + session + " has ended");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WorkerProblem problem) {
                throw problem;
            }
            throw new IllegalStateException("a call of session " + session + " failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkerProblem(WorkerErrorCode.RESULT_UNKNOWN, "the worker is stopping");
        } finally {
            waiting.release();
        }
    }

    /** Waits until what was submitted has run; false if it has not in time. */
    static boolean await(Future<?> task, Duration patience) {
        try {
            task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes nothing any more, and waits for what was submitted; for a call that hangs not for ever. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("session {}: a call still runs while the session is closed", session);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
