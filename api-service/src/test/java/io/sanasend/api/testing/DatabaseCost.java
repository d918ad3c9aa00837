package io.sanasend.api.testing;

import java.util.stream.IntStream;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;

/**
 * What a step asks of the database.
 *
 * @param statements how many
 * @param transactions how many
 */
public record DatabaseCost(long statements, long transactions) {

    private static final int TRIES = 3;

    /** The least of several tries: timers of the service and the stub worker's registration ask as well, but not each time. */
    public static DatabaseCost of(SessionFactory database, Runnable step) {
        return of(database, () -> {}, step);
    }

    /** As above, of the step alone; each try is prepared first. */
    public static DatabaseCost of(SessionFactory database, Runnable preparation, Runnable step) {
        return IntStream.range(0, TRIES)
                .mapToObj(_ -> {
                    preparation.run();
                    return once(database.getStatistics(), step);
                })
                .reduce((one, other) -> new DatabaseCost(
                        Math.min(one.statements, other.statements), Math.min(one.transactions, other.transactions)))
                .orElseThrow();
    }

    private static DatabaseCost once(Statistics statistics, Runnable step) {
        statistics.clear();
        step.run();
        return new DatabaseCost(statistics.getPrepareStatementCount(), statistics.getTransactionCount());
    }
}
