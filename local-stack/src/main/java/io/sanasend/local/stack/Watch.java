package io.sanasend.local.stack;

import io.sanasend.local.part.BackOff;
import io.sanasend.local.part.Part;
import io.sanasend.local.part.Supervisor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after all parts, each in a thread of its own, until it is closed. Owns these threads. */
final class Watch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration BETWEEN_TICKS = Duration.ofMillis(500);
    private static final Duration FOR_THE_LAST_TICK = Duration.ofSeconds(30);

    private final ExecutorService threads;

    private Watch(ExecutorService threads) {
        this.threads = threads;
    }

    static Watch over(Collection<Part> parts, InstantSource time, Supervisor.Announcer announcer) {
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("watch-", 0).factory());
        for (Part part : parts) {
            Supervisor supervisor = new Supervisor(part, BackOff.DEFAULT, time, announcer);
            threads.submit(() -> look(part, supervisor));
        }
        return new Watch(threads);
    }

    private static void look(Part part, Supervisor supervisor) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                supervisor.tick();
                Thread.sleep(BETWEEN_TICKS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("Looking after the {} failed; it is tried again at the next tick", part.name(), e);
            }
        }
    }

    /** Ends the watching and waits for a restart that is under way; afterwards no part is started again. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(FOR_THE_LAST_TICK.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
