package io.sanasend.api.limit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Keeps requests from a Redis that does not answer: while it is away, one request a second finds out whether it still is,
 * and all others are spared the wait. Logs the begin and the end of an outage, not each request. Safe for use by many
 * threads.
 */
@ApplicationScoped
class Outage {

    private static final Logger LOG = Logger.getLogger(Outage.class);
    private static final long BETWEEN_TRIES = Duration.ofSeconds(1).toNanos();

    private static final long NONE = 0;

    private final long silence;
    private final LongSupplier nanos;
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicLong nextTry = new AtomicLong();
    private final AtomicLong firstFailure = new AtomicLong(NONE);

    @Inject
    Outage(LimitConfig config) {
        this(config, System::nanoTime);
    }

    Outage(LimitConfig config, LongSupplier nanos) {
        // Of two round trips in a row without an answer the later fails a patience after the earlier, or a little less.
        this.silence = config.patience().dividedBy(2).toNanos();
        this.nanos = nanos;
    }

    /** Whether this request may ask Redis. */
    boolean mayAsk() {
        if (!away.get()) {
            return true;
        }
        long due = nextTry.get();
        long now = nanos.getAsLong();
        return now - due >= 0 && nextTry.compareAndSet(due, now + BETWEEN_TRIES);
    }

    /**
     * Redis did not answer in time, or not at all. One slow answer is no outage: a flood of requests that slows this process
     * down must not be what lets them all in.
     */
    void suspect(Throwable failure) {
        long now = nanos.getAsLong();
        long first = firstFailure.get();
        if (first == NONE) {
            firstFailure.compareAndSet(NONE, now);
            return;
        }
        if (now - first < silence) {
            return;
        }
        nextTry.set(now + BETWEEN_TRIES);
        if (!away.getAndSet(true)) {
            LOG.warnf(
                    "API requests are not counted, Redis does not answer (%s)",
                    failure.getClass().getSimpleName());
        }
    }

    /** Redis answered. */
    void answered() {
        firstFailure.set(NONE);
        if (away.get() && away.getAndSet(false)) {
            LOG.info("Redis answers again: API requests are counted");
        }
    }
}
