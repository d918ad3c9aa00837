package io.sanasend.simulator.time;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Timers on one daemon thread. Owns the thread and ends it on close. */
public final class ThreadTimers implements Timers, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadTimers.class);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("simulator-timers").factory());

    @Override
    public Cancellation after(Duration delay, Runnable task) {
        ScheduledFuture<?> scheduled =
                executor.schedule(() -> runLogged(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A timer task failed; the timers go on", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
