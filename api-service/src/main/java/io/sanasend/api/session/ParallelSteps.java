package io.sanasend.api.session;

import io.sanasend.api.problem.DatabaseOutage;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Does something about many at once, a bounded number at a time, so that none waits for a slow one. What takes too long goes
 * on by itself, and is not begun again while it does. Safe for use by many threads.
 */
final class ParallelSteps {

    private static final Logger LOG = Logger.getLogger(ParallelSteps.class);
    private static final int AT_ONCE = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Semaphore permits = new Semaphore(AT_ONCE);
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    /** Begins all that are not under way, and waits for them, but not for ever. */
    void run(Map<String, Runnable> steps) throws InterruptedException {
        CountDownLatch left = new CountDownLatch(steps.size());
        steps.forEach((about, step) -> {
            if (busy.add(about)) {
                Thread.ofVirtual().name("repair-" + about).start(() -> run(about, step, left));
            } else {
                left.countDown();
            }
        });
        if (!left.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.infof("%d of %d steps take longer; they go on beside the rest", left.getCount(), steps.size());
        }
    }

    private void run(String about, Runnable step, CountDownLatch left) {
        try {
            permits.acquire();
            try {
                step.run();
            } finally {
                permits.release();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The top of this step's thread; the next repair does what this one could not.
            if (DatabaseOutage.isBehind(e)) {
                LOG.warnf("Nothing is done about %s now: the database does not answer", about);
            } else {
                LOG.errorf(e, "Nothing is done about %s now; it is tried again", about);
            }
        } finally {
            busy.remove(about);
            left.countDown();
        }
    }
}
