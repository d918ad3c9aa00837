package io.sanasend.local.stack;

import io.sanasend.local.part.Supervisor;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** What the person at the terminal reads: a line per event, flushed at once. Safe for use by several threads. */
public final class Progress implements Supervisor.Announcer {

    private static final double MILLIS_PER_SECOND = 1000.0;

    private final PrintStream out;

    public Progress(PrintStream out) {
        this.out = out;
    }

    /** A line of its own. */
    public void line(String text) {
        out.println(text);
        out.flush();
    }

    /** One part is ready. */
    void ready(String part, Duration took, String address) {
        double seconds = took.toMillis() / MILLIS_PER_SECOND;
        line(String.format(Locale.ROOT, "  %-10s ready after %4.1f s   %s", part, seconds, address));
    }

    @Override
    public void say(String part, String what) {
        line("  %-10s %s".formatted(part, what));
    }
}
