package io.sanasend.api.apilog;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Takes requests in memory and writes them a few times a second, by one virtual thread. A request never waits for it:
 * what finds no room, or a database that does not take it, is dropped and counted. {@link #note} is safe for use by many
 * threads.
 */
@ApplicationScoped
public class ApiLog {

    private static final Logger LOG = Logger.getLogger(ApiLog.class);
    private static final Duration SILENCE = Duration.ofMinutes(1);
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final ApiLogTable table;
    private final Duration interval;
    private final Clock clock;
    private final BlockingQueue<ApiRequest> waiting;
    private final LongAdder dropped = new LongAdder();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Instant lastWarning = Instant.EPOCH;

    ApiLog(ApiLogTable table, ApiLogConfig config, Clock clock) {
        this.table = table;
        this.interval = config.interval();
        this.clock = clock;
        this.waiting = new ArrayBlockingQueue<>(config.buffer());
    }

    /** Takes a request, if there is room. */
    void note(ApiRequest request) {
        if (!waiting.offer(request)) {
            dropped.increment();
        }
    }

    /** How many requests could not be logged since the start. */
    public long dropped() {
        return dropped.sum();
    }

    /** How many requests wait to be written. */
    int waiting() {
        return waiting.size();
    }

    void onStart(@Observes StartupEvent start) {
        Thread.ofVirtual().name("api-log").start(this::run);
    }

    /** Writes what waits, before the database's pool is closed. */
    void onStop(@Observes @Priority(1) ShutdownEvent shutdown) {
        stop.countDown();
        try {
            if (!stopped.await(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("The last requests, at most %d, are not in the API log", waiting.size());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stop.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                writeWaiting();
            }
            writeWaiting();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
    }

    private void writeWaiting() {
        List<ApiRequest> batch = new ArrayList<>(waiting.size());
        waiting.drainTo(batch);
        if (batch.isEmpty()) {
            return;
        }
        try {
            table.write(batch);
        } catch (SQLException | IOException | RuntimeException e) {
            // The top of this thread: whatever is wrong with one batch, the next one is tried.
            dropped.add(batch.size());
            warn(e);
        }
    }

    private void warn(Exception failure) {
        if (lastWarning.plus(SILENCE).isBefore(clock.instant())) {
            lastWarning = clock.instant();
            LOG.warnf(failure, "The API log cannot be written; %d requests are not in it", dropped());
        }
    }
}
