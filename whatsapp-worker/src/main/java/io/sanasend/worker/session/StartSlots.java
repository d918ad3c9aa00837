package io.sanasend.worker.session;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many browsers may load their pages at the same time: more than there are processors would only make all of them
 * late. First come, first served. Thread-safe.
 */
final class StartSlots {

    private static final long LOOK_MILLIS = 200;

    private final Semaphore free;
    private final Clock clock;

    StartSlots(int most, Clock clock) {
        this.free = new Semaphore(most, true);
        this.clock = clock;
    }

    /** Waits for a slot as long as it is wanted; null once it is not. */
    @Nullable
    Slot take(BooleanSupplier wanted) {
        try {
            while (wanted.getAsBoolean()) {
                if (free.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    return new Slot(clock.instant());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    /** How many wait for one. */
    int waiting() {
        return free.getQueueLength();
    }

    /** One that was taken; closing it gives it back, once. */
    final class Slot implements AutoCloseable {
        private final Instant taken;
        private final AtomicBoolean given = new AtomicBoolean();

        private Slot(Instant taken) {
            this.taken = taken;
        }

        Instant taken() {
            return taken;
        }

        @Override
        public void close() {
            if (given.compareAndSet(false, true)) {
                free.release();
            }
        }
    }
}
