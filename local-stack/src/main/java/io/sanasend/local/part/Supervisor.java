package io.sanasend.local.part;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Watches one part that was started, and starts it again when it ends on its own.
 *
 * <p>{@link #tick()} looks once and does what is due; a thread of the owner calls it again and again. Confined to that
 * thread.
 */
public final class Supervisor {

    private final Part part;
    private final BackOff backOff;
    private final InstantSource time;
    private final Announcer announcer;
    private int failures;
    private Instant runningSince;
    private @Nullable Instant due;

    /** Takes over a part that runs. */
    public Supervisor(Part part, BackOff backOff, InstantSource time, Announcer announcer) {
        this.part = part;
        this.backOff = backOff;
        this.time = time;
        this.announcer = announcer;
        this.runningSince = time.instant();
    }

    /** Where a person reads what happens. */
    @FunctionalInterface
    public interface Announcer {

        /** One line about one part. */
        void say(String part, String what);
    }

    /** Looks after the part once: may take as long as its start takes. */
    public void tick() {
        part.log().limit();
        Instant planned = due;
        if (planned != null) {
            if (!time.instant().isBefore(planned)) {
                startAgain();
            }
        } else if (!part.isRunning()) {
            if (Duration.between(runningSince, time.instant()).compareTo(backOff.forgiven()) >= 0) {
                failures = 0;
            }
            plan("ended unexpectedly");
        }
    }

    private void startAgain() {
        try {
            String address = part.start();
            due = null;
            runningSince = time.instant();
            announcer.say(part.name(), "is back: " + address);
        } catch (PartDidNotStart e) {
            plan("did not start again (" + firstLine(e) + ")");
        }
    }

    private void plan(String what) {
        failures++;
        Duration wait = backOff.after(failures);
        due = time.instant().plus(wait);
        announcer.say(part.name(), "%s; next start in %s s; log: %s".formatted(what, seconds(wait), part.logFile()));
    }

    private static String seconds(Duration wait) {
        return BigDecimal.valueOf(wait.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    private static String firstLine(PartDidNotStart failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
