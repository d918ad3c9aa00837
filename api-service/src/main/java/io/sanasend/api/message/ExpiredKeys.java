package io.sanasend.api.message;

import io.sanasend.api.schedule.ScheduledWork;
import io.sanasend.api.schedule.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Forgets idempotency keys that count no more, some at a time. */
@ApplicationScoped
class ExpiredKeys implements ScheduledWork {

    private final IdempotencyKeys keys;

    ExpiredKeys(IdempotencyKeys keys) {
        this.keys = keys;
    }

    @Override
    public String name() {
        return "idempotency-keys-cleaning";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(10);
    }

    @Override
    public String run(Turn turn) {
        long removed = 0;
        int batch = IdempotencyKeys.BATCH;
        while (batch == IdempotencyKeys.BATCH && turn.goesOn()) {
            batch = keys.removeExpired();
            removed += batch;
        }
        return removed + " keys forgotten";
    }
}
