package io.sanasend.api.metric;

import io.sanasend.api.problem.DatabaseOutage;
import org.jboss.logging.Logger;

/** Reads figures from the database every now and then, at the top of a scheduler's thread. */
public final class DatabaseFigures {

    private static final Logger LOG = Logger.getLogger(DatabaseFigures.class);

    private DatabaseFigures() {}

    /**
     * Reads them; while the database is away they stay as they were.
     *
     * @param what they are of, for the log
     */
    public static void read(String what, Runnable reading) {
        try {
            reading.run();
        } catch (RuntimeException e) {
            if (!DatabaseOutage.isBehind(e)) {
                throw e;
            }
            LOG.warnf("No figures of the %s: the database does not answer", what);
        }
    }
}
