package io.sanasend.api.pacing;

import io.sanasend.api.schedule.ScheduledWork;
import io.sanasend.api.schedule.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Forgets, a bounded number at a time, what no pace counts any more. */
@ApplicationScoped
class SentLogCleaning implements ScheduledWork {

    private final SentLog sent;

    SentLogCleaning(SentLog sent) {
        this.sent = sent;
    }

    @Override
    public String name() {
        return "paced-sends-cleaning";
    }

    @Override
    public Duration interval() {
        return Duration.ofHours(1);
    }

    @Override
    public String run(Turn turn) {
        long removed = 0;
        int batch = 1;
        while (batch > 0 && turn.goesOn()) {
            batch = sent.removeOld();
            removed += batch;
        }
        return removed + " entries removed";
    }
}
