package io.sanasend.api.schedule;

import java.sql.SQLException;
import java.time.Duration;

/**
 * A piece of work that is done again and again, by one replica at a time; every bean of this type is. A run may be cut off
 * at any point and, when a replica hangs, overlap with the one that takes over: each step has to be safe to repeat. What a
 * run throws makes it a failed one, and the next comes sooner; a database that is away needs no handling of its own.
 */
public interface ScheduledWork {

    /** What operators know it by, in lower case with hyphens. Its past goes with the name. */
    String name();

    /** From the start of one run to the next. Runs that were missed are made up for by one. */
    Duration interval();

    /** After this time the {@link Turn} is over; what is left to do is left to the next run. */
    default Duration longest() {
        return Duration.ofMinutes(10);
    }

    /**
     * Does it, in small steps, on a virtual thread and outside of any transaction.
     *
     * @param turn to be asked before each further step
     * @return what came of it in a few words, with nothing confidential in them
     */
    String run(Turn turn) throws SQLException;
}
