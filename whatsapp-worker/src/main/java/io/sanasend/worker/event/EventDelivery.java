package io.sanasend.worker.event;

import io.sanasend.model.wire.WorkerEventBatch;
import io.sanasend.model.wire.WorkerPaths;
import io.sanasend.worker.api.ApiPort;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the spool's events to the api, one batch at a time, again and again until each is acknowledged by a 2xx.
 *
 * <p>Owns one virtual thread.
 */
public final class EventDelivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventDelivery.class);
    private static final int BATCH = 100;
    /** After a batch that was not full: events that come one by one quickly share the cost of a request, here and at the api. */
    private static final Duration GATHERING = Duration.ofMillis(100);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    private static final Duration LAST_CHANCE = Duration.ofSeconds(1);
    private static final Duration DEADLINE = Duration.ofSeconds(15);

    private final EventSpool spool;
    private final ApiPort api;
    private final RandomGenerator random;
    private @Nullable Thread thread;
    private volatile boolean failing;

    public EventDelivery(EventSpool spool, ApiPort api, RandomGenerator random) {
        this.spool = spool;
        this.api = api;
        this.random = random;
    }

    public void start() {
        thread = Thread.ofVirtual().name("event-delivery").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                try {
                    deliver(spool.awaitBatch(BATCH));
                } catch (RuntimeException e) {
                    LOG.error("the delivery of events failed; the same events are tried again", e);
                    Thread.sleep(LONGEST_PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(WorkerEventBatch batch) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            String problem = attempt(batch);
            if (problem == null) {
                spool.acknowledge();
                if (failing) {
                    failing = false;
                    LOG.info("events are delivered again");
                }
                if (batch.events().size() < BATCH) {
                    Thread.sleep(GATHERING);
                }
                return;
            }
            if (!failing) {
                LOG.warn("events cannot be delivered to {} ({}); they are kept and tried again", api, problem);
                failing = true;
            }
            Thread.sleep(pause.plusMillis(random.nextLong(pause.toMillis() / 2 + 1)));
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** What went wrong, or null when the batch was acknowledged. */
    private @Nullable String attempt(WorkerEventBatch batch) throws InterruptedException {
        try {
            ApiPort.Answer answer = api.post(WorkerPaths.WORKER_EVENTS, batch, DEADLINE);
            return answer.isAccepted() ? null : "it answered " + answer.status();
        } catch (IOException e) {
            return "no connection";
        }
    }

    /** Gives what is left a short last chance, if the api takes events at all; the rest waits for the next run. */
    @Override
    public void close() {
        if (!failing) {
            spool.awaitEmpty(LAST_CHANCE);
        }
        if (thread != null) {
            thread.interrupt();
        }
    }
}
