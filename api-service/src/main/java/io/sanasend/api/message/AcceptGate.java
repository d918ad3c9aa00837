package io.sanasend.api.message;

import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Lets few messages of one user wait for the locks of others at once, each with a database connection that the messages of
 * other users need. Who waits here waits on a virtual thread, and for a bounded time.
 */
@ApplicationScoped
class AcceptGate {

    /** Few beside the connections there are. */
    private static final int PLACES = 4;
    /** Users share gates by chance, so that there is a bounded number of them. */
    private static final int GATES = 1_024;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Semaphore[] gates =
            Stream.generate(() -> new Semaphore(PLACES, true)).limit(GATES).toArray(Semaphore[]::new);

    /**
     * The result of the step, once it has a place.
     *
     * @throws ApiException 503 if there is none in time; the step is not begun
     */
    <T> T pass(long userId, Supplier<T> step) {
        Semaphore gate = gates[Math.floorMod(userId, GATES)];
        boolean passed = false;
        try {
            passed = gate.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!passed) {
                throw busy();
            }
            return step.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw busy();
        } finally {
            if (passed) {
                gate.release();
            }
        }
    }

    static ApiException busy() {
        return new ApiException(
                ProblemType.SERVICE_UNAVAILABLE,
                "Too many messages came at once; nothing was stored. Try again.",
                Duration.ofSeconds(1));
    }
}
