package io.sanasend.api.schedule;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Work that does what a test wants, and counts its runs. No bean, so that only the schedulers of tests do it. */
final class TestWork implements ScheduledWork {

    private final String name;
    private final Duration interval;
    private final AtomicInteger runs = new AtomicInteger();
    private volatile @Nullable Act act;

    TestWork(String name, Duration interval) {
        this.name = name;
        this.interval = interval;
    }

    /** What a run does. */
    @FunctionalInterface
    interface Act {

        void with(Turn turn) throws SQLException;
    }

    void does(Act act) {
        this.act = act;
    }

    int runs() {
        return runs.get();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public String run(Turn turn) throws SQLException {
        int run = runs.incrementAndGet();
        Act present = act;
        if (present != null) {
            present.with(turn);
        }
        return "run " + run;
    }
}
