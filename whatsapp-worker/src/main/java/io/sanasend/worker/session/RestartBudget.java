package io.sanasend.worker.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many times something may be begun anew within a window, so that no fault becomes a loop. Not thread-safe. */
final class RestartBudget {

    private final int most;
    private final Duration window;
    private final Deque<Instant> spent = new ArrayDeque<>();

    RestartBudget(int most, Duration window) {
        this.most = most;
        this.window = window;
    }

    /** Takes one, if there is one left. */
    boolean tryTake(Instant now) {
        while (!spent.isEmpty() && spent.peekFirst().isBefore(now.minus(window))) {
            spent.removeFirst();
        }
        if (spent.size() >= most) {
            return false;
        }
        spent.addLast(now);
        return true;
    }

    void refill() {
        spent.clear();
    }
}
