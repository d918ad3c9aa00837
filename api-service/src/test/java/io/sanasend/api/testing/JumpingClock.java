package io.sanasend.api.testing;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock of the service under test: the machine's, until a test has it jump. Safe for use by many threads. */
@Alternative
@Priority(1)
@ApplicationScoped
public class JumpingClock extends Clock {

    private final Clock clock = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    private volatile Duration jump = Duration.ZERO;

    /** Shows another time from now on; a test takes it back in the end. */
    public void jump(Duration time) {
        jump = jump.plus(time);
    }

    /** The machine's time again. */
    public void reset() {
        jump = Duration.ZERO;
    }

    /** Whether it is ahead of the machine's. */
    public boolean isAhead() {
        return jump.isPositive();
    }

    @Override
    public Instant instant() {
        return clock.instant().plus(jump);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.offset(clock.withZone(zone), jump);
    }
}
