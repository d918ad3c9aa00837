package io.sanasend.api.schedule;

import java.util.Locale;

/** What became of a run. */
public enum RunResult {
    /** It is under way. */
    RUNNING,
    OK,
    FAILED,
    /** Its replica was stopped before it was done; another goes on. */
    STOPPED,
    /** Its replica died, hung, or was cut off from the database; another took over. */
    LOST;

    static RunResult ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** As it is stored and shown. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
