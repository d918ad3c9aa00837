package io.sanasend.api.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A run under way in this replica. Safe for use by many threads. */
final class RunningWork implements Turn {

    /** What a step may take that was begun when time was up; a run that goes on after that is given up. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private final long id;
    private final ScheduledWork work;
    private final Clock clock;
    private final Instant end;
    private volatile boolean stopping;
    private volatile boolean lost;
    private volatile boolean cutShort;

    RunningWork(long id, ScheduledWork work, Clock clock) {
        this.id = id;
        this.work = work;
        this.clock = clock;
        this.end = clock.instant().plus(work.longest());
    }

    long id() {
        return id;
    }

    ScheduledWork work() {
        return work;
    }

    @Override
    public boolean goesOn() {
        if (stopping) {
            cutShort = true;
        }
        return !stopping && !lost && clock.instant().isBefore(end);
    }

    /** No further step is begun. */
    void stop() {
        stopping = true;
    }

    /** The run is another replica's now. */
    void lose() {
        lost = true;
    }

    boolean isLost() {
        return lost;
    }

    /** Whether it hangs, and its lease is not to be renewed any more. */
    boolean isOverdue() {
        return !clock.instant().isBefore(end.plus(GRACE));
    }

    /** Whether it would have had more to do, had the service not been stopped. */
    boolean wasCutShort() {
        return cutShort;
    }
}
