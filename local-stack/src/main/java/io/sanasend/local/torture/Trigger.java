package io.sanasend.local.torture;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lets a strike fall in the very moment something happens to a number. Safe for use by several threads. */
final class Trigger {

    private final AtomicReference<@Nullable Shot> armed = new AtomicReference<>();

    private record Shot(Predicate<String> concerns, Runnable strike, CountDownLatch done) {}

    /** It has happened to that number: an armed strike that is meant for it falls now, in this thread. */
    void fire(String phone) {
        Shot shot = armed.get();
        if (shot != null && shot.concerns().test(phone) && armed.compareAndSet(shot, null)) {
            shot.strike().run();
            shot.done().countDown();
        }
    }

    /** Strikes when it next happens to such a number, or after the patience; returns after the strike. */
    void strikeAtNext(Predicate<String> concerns, Runnable strike, Duration patience) throws InterruptedException {
        Shot shot = new Shot(concerns, strike, new CountDownLatch(1));
        armed.set(shot);
        if (!shot.done().await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            if (armed.compareAndSet(shot, null)) {
                strike.run();
            } else {
                shot.done().await();
            }
        }
    }
}
