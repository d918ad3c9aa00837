package io.sanasend.api.problem;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.Optional;
import org.hibernate.exception.JDBCConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a database that is away, or has no connection left, from a bug in what it was asked. The layers in between wrap
 * its failures in many ways, so the cause is looked for.
 */
public final class DatabaseOutage {

    private DatabaseOutage() {}

    /** Whether the failure is an outage, after which the same may be tried again. */
    public static boolean isBehind(Throwable failure) {
        Optional<Boolean> verdict = Optional.empty();
        for (Throwable cause = failure; cause != null && verdict.isEmpty(); cause = cause.getCause()) {
            verdict = verdictOn(cause);
        }
        return verdict.orElse(false);
    }

    private static Optional<Boolean> verdictOn(Throwable cause) {
        return switch (cause) {
            case JDBCConnectionException _ -> Optional.of(true);
            case SQLException sql -> Optional.of(isOutage(sql.getSQLState()));
            // A commit that did not come through because its connection was gone; broken rules have a cause of their
            // own.
            case RollbackException _ when cause.getCause() == null -> Optional.of(true);
            default -> Optional.empty();
        };
    }

    /**
     * Class 08 is connections, 40 transactions that were in each other's way, 53 resources, 57P a server that stops or starts;
     * without a state no server was reached.
     */
    private static boolean isOutage(@Nullable String state) {
        return state == null
                || state.startsWith("08")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("57P");
    }
}
