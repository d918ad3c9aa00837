package io.sanasend.simulator.time;

import java.time.Duration;

/** Runs something later. Implementations may be called from any thread; tasks must be short and must not block. */
public interface Timers {

    /** Runs the task once the delay is over. A delay of zero still runs it outside the caller's stack. */
    Cancellation after(Duration delay, Runnable task);

    /** Takes a task back that has not run yet. */
    @FunctionalInterface
    interface Cancellation {

        Cancellation NONE = () -> {};

        void cancel();
    }
}
