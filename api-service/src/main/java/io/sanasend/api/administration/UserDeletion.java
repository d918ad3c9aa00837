package io.sanasend.api.administration;

import io.sanasend.api.account.UserDeletions;
import io.sanasend.api.apilog.ApiLogErasure;
import io.sanasend.api.message.MessageErasure;
import io.sanasend.api.schedule.ScheduledWork;
import io.sanasend.api.schedule.Turn;
import io.sanasend.api.session.SessionErasure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongPredicate;
import org.jboss.logging.Logger;

/**
 * Erases what a user leaves behind, after its deletion has begun: unlinks its numbers and erases their profiles, then
 * files, messages and logged requests, then the user itself. Each step is safe to repeat, and what one run cannot do, because a worker is
 * away, time is up or the process ends, a later one does. No transaction is open while a worker or the disk is at work.
 */
@ApplicationScoped
class UserDeletion implements ScheduledWork {

    private static final Logger LOG = Logger.getLogger(UserDeletion.class);
    private static final int MOST_AT_ONCE = 100;
    private static final Duration LONG = Duration.ofMinutes(5);
    /** Longer than any single step; a logout waits for a browser. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    private final UserDeletions deletions;
    private final SessionErasure sessions;
    private final MessageErasure messages;
    private final ApiLogErasure requests;
    private final Clock clock;

    UserDeletion(
            UserDeletions deletions,
            SessionErasure sessions,
            MessageErasure messages,
            ApiLogErasure requests,
            Clock clock) {
        this.deletions = deletions;
        this.sessions = sessions;
        this.messages = messages;
        this.requests = requests;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "user-deletions";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(1);
    }

    /** Goes on with every deletion that nobody works on. */
    @Override
    public String run(Turn turn) {
        int done = 0;
        List<Long> waiting = deletions.waiting(MOST_AT_ONCE);
        for (long id : waiting) {
            done += advance(id, LONG, turn) ? 1 : 0;
        }
        return done + " of " + waiting.size() + " deletions done";
    }

    /**
     * Takes the deletion as far as it goes within about that time.
     *
     * @return whether all is erased
     */
    boolean advance(long userId, Duration time) {
        return advance(userId, time, () -> true);
    }

    private boolean advance(long userId, Duration time, Turn turn) {
        if (!turn.goesOn()) {
            return false;
        }
        if (!deletions.lease(userId, LEASE)) {
            return !deletions.isUnderWay(userId);
        }
        try {
            Instant end = clock.instant().plus(time);
            Turn inTime = () -> clock.instant().isBefore(end) && turn.goesOn();
            boolean done = eraseSessions(userId, inTime)
                    && repeat(userId, inTime, messages::eraseSomeOf)
                    && repeat(userId, inTime, requests::eraseSomeOf)
                    && repeat(userId, inTime, sessions::forgetOneOf);
            if (done) {
                deletions.finish(userId);
                LOG.infof("User %d is deleted with all it had", userId);
            }
            return done;
        } finally {
            deletions.release(userId);
        }
    }

    /** One that cannot be erased now does not keep the others from it. */
    private boolean eraseSessions(long userId, Turn turn) {
        boolean all = true;
        for (SessionErasure.Remains remains : sessions.remainsOf(userId)) {
            all &= isToGoOn(userId, turn) && sessions.erase(remains);
        }
        return all;
    }

    /** Repeats the step until it leaves nothing. */
    private boolean repeat(long userId, Turn turn, LongPredicate step) {
        boolean more = true;
        while (more && isToGoOn(userId, turn)) {
            more = step.test(userId);
        }
        return !more;
    }

    private boolean isToGoOn(long userId, Turn turn) {
        if (!turn.goesOn()) {
            return false;
        }
        deletions.prolong(userId, LEASE);
        return true;
    }
}
