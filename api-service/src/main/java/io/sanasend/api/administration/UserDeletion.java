package io.sanasend.api.administration;

import io.quarkus.scheduler.Scheduled;
import io.sanasend.api.account.UserDeletions;
import io.sanasend.api.apilog.ApiLogErasure;
import io.sanasend.api.message.MessageErasure;
import io.sanasend.api.problem.DatabaseOutage;
import io.sanasend.api.session.SessionErasure;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongPredicate;
import org.jboss.logging.Logger;

/**
 * Erases what a user leaves behind, after its deletion has begun: unlinks its numbers and erases their profiles, then
 * files, messages and logged requests, then the user itself. Each step is safe to repeat, and what one run cannot do, because a worker is
 * away, time is up or the process ends, a later one does. No transaction is open while a worker or the disk is at work.
 */
@ApplicationScoped
class UserDeletion {

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

    /** Goes on with every deletion that nobody works on. */
    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void goOn() {
        try {
            deletions.waiting(MOST_AT_ONCE).forEach(id -> advance(id, LONG));
        } catch (RuntimeException e) {
            // The top of a scheduler's thread; the next run does what this one could not.
            if (!DatabaseOutage.isBehind(e)) {
                throw e;
            }
            LOG.warn("Deletions of users wait: the database does not answer");
        }
    }

    /**
     * Takes the deletion as far as it goes within about that time.
     *
     * @return whether all is erased
     */
    boolean advance(long userId, Duration time) {
        if (!deletions.lease(userId, LEASE)) {
            return !deletions.isUnderWay(userId);
        }
        try {
            Instant end = clock.instant().plus(time);
            boolean done = eraseSessions(userId, end)
                    && repeat(userId, end, messages::eraseSomeOf)
                    && repeat(userId, end, requests::eraseSomeOf)
                    && repeat(userId, end, sessions::forgetOneOf);
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
    private boolean eraseSessions(long userId, Instant end) {
        boolean all = true;
        for (SessionErasure.Remains remains : sessions.remainsOf(userId)) {
            all &= isTimeLeft(userId, end) && sessions.erase(remains);
        }
        return all;
    }

    /** Repeats the step until it leaves nothing. */
    private boolean repeat(long userId, Instant end, LongPredicate step) {
        boolean more = true;
        while (more && isTimeLeft(userId, end)) {
            more = step.test(userId);
        }
        return !more;
    }

    private boolean isTimeLeft(long userId, Instant end) {
        if (!clock.instant().isBefore(end)) {
            return false;
        }
        deletions.prolong(userId, LEASE);
        return true;
    }
}
