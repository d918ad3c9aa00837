package io.sanasend.simulator.message;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What arrived at the server, numbered in the order it came: each message, and each repetition of one. Who watches sees an
 * arrival before the sender has an answer. Safe for use by any thread. Keeps the newest {@value #MOST}; not kept over a
 * restart of the process.
 */
public final class Arrivals {

    private static final int MOST = 50_000;

    private final Deque<Arrival> arrivals = new ArrayDeque<>();
    private long last;

    /**
     * One arrival.
     *
     * @param number counts from 1
     * @param again whether this id came before, so that for the recipient it is the same message
     */
    public record Arrival(long number, boolean again, Message message) {}

    synchronized void add(Message message, boolean again) {
        last++;
        arrivals.addLast(new Arrival(last, again, message));
        if (arrivals.size() > MOST) {
            arrivals.removeFirst();
        }
        notifyAll();
    }

    /** At most {@code limit} arrivals after the one of that number, oldest first; waits for one when there is none. */
    public synchronized List<Arrival> after(long number, int limit, Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        long left = wait.toMillis();
        while (last <= number && left > 0) {
            wait(left);
            left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        }
        return arrivals.stream()
                .filter(arrival -> arrival.number() > number)
                .limit(limit)
                .toList();
    }

    /** Forgets them; the numbers go on. */
    public synchronized void reset() {
        arrivals.clear();
    }
}
