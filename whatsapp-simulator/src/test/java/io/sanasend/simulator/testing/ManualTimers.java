package io.sanasend.simulator.testing;

import io.sanasend.simulator.time.Timers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Time that stands still until a test moves it: a clock, and the timers that go with it. */
public final class ManualTimers extends Clock implements Timers {

    private record Due(Instant at, Runnable task) {}

    private final List<Due> due = new ArrayList<>();
    private Instant now = Instant.parse("2026-04-01T12:00:00Z");

    @Override
    public Cancellation after(Duration delay, Runnable task) {
        Due entry = new Due(now.plus(delay), task);
        due.add(entry);
        return () -> due.remove(entry);
    }

    /** Lets the time pass and runs, in order, all that is due meanwhile. */
    public void pass(Duration time) {
        Instant end = now.plus(time);
        for (Optional<Due> next = next(end); next.isPresent(); next = next(end)) {
            due.remove(next.get());
            now = next.get().at();
            next.get().task().run();
        }
        now = end;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    private Optional<Due> next(Instant end) {
        return due.stream().filter(entry -> !entry.at().isAfter(end)).min(Comparator.comparing(Due::at));
    }
}
