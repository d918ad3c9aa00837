package io.sanasend.api.usage;

import io.sanasend.api.problem.DatabaseOutage;
import io.sanasend.api.schedule.ScheduledWork;
import io.sanasend.api.schedule.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Rolls up the days of all users, user after user. What one run leaves is done by the next, however long ago the last was; one
 * user that cannot be rolled up does not keep the others from it.
 */
@ApplicationScoped
class DueRollUps implements ScheduledWork {

    private static final Logger LOG = Logger.getLogger(DueRollUps.class);

    private final RollUp rollUp;

    DueRollUps(RollUp rollUp) {
        this.rollUp = rollUp;
    }

    @Override
    public String name() {
        return "usage-roll-up";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(10);
    }

    @Override
    public String run(Turn turn) {
        int rolledUp = 0;
        int failed = 0;
        List<Long> users = rollUp.due(-1);
        while (!users.isEmpty() && turn.goesOn()) {
            for (long user : users) {
                if (rollUp(user, turn)) {
                    rolledUp++;
                } else {
                    failed++;
                }
            }
            users = rollUp.due(users.getLast());
        }
        return rolledUp + " users rolled up" + (failed == 0 ? "" : ", " + failed + " could not be");
    }

    private boolean rollUp(long user, Turn turn) {
        try {
            boolean more = true;
            while (more && turn.goesOn()) {
                more = rollUp.advance(user);
            }
            return true;
        } catch (RuntimeException e) {
            // The others have their turn, unless none of them could be read either.
            if (DatabaseOutage.isBehind(e)) {
                throw e;
            }
            LOG.errorf(e, "The usage of user %d is not rolled up", user);
            return false;
        }
    }
}
