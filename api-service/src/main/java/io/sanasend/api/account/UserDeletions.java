package io.sanasend.api.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The users that are being deleted. Whoever works on one of them holds its lease, so that no two do the same; a lease
 * that nobody gave back, because its holder died, ends by itself.
 */
@ApplicationScoped
public class UserDeletions {

    private final EntityManager database;
    private final Clock clock;

    UserDeletions(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Those nobody works on now, oldest first. */
    @Transactional
    public List<Long> waiting(int limit) {
        List<?> rows = database.createNativeQuery("""
                SELECT id FROM users
                WHERE deleting_since IS NOT NULL AND (deletion_lease_ends IS NULL OR deletion_lease_ends <= :now)
                ORDER BY deleting_since, id""", Long.class)
                .setParameter("now", clock.instant())
                .setMaxResults(limit)
                .getResultList();
        return rows.stream().map(Long.class::cast).toList();
    }

    /** Whether the user is there and is being deleted. */
    @Transactional
    public boolean isUnderWay(long userId) {
        return !database.createNativeQuery(
                        "SELECT id FROM users WHERE id = :id AND deleting_since IS NOT NULL", Long.class)
                .setParameter("id", userId)
                .getResultList()
                .isEmpty();
    }

    /** Takes the lease; false if somebody else has it, or there is nothing to do any more. */
    @Transactional
    public boolean lease(long userId, Duration time) {
        Instant now = clock.instant();
        return database.createNativeQuery("""
                UPDATE users SET deletion_lease_ends = :end
                WHERE id = :id AND deleting_since IS NOT NULL
                    AND (deletion_lease_ends IS NULL OR deletion_lease_ends <= :now)""")
                        .setParameter("id", userId)
                        .setParameter("now", now)
                        .setParameter("end", now.plus(time))
                        .executeUpdate()
                > 0;
    }

    /** Keeps the lease for that time from now on. */
    @Transactional
    public void prolong(long userId, Duration time) {
        hold(userId, clock.instant().plus(time));
    }

    /** Gives the lease back, whatever is left to do. */
    @Transactional
    public void release(long userId) {
        hold(userId, clock.instant());
    }

    private void hold(long userId, Instant end) {
        database.createNativeQuery(
                        "UPDATE users SET deletion_lease_ends = :end WHERE id = :id AND deleting_since IS NOT NULL")
                .setParameter("id", userId)
                .setParameter("end", end)
                .executeUpdate();
    }

    /** Removes the user itself; its name is free again. */
    @Transactional
    public void finish(long userId) {
        database.createNativeQuery("DELETE FROM users WHERE id = :id AND deleting_since IS NOT NULL")
                .setParameter("id", userId)
                .executeUpdate();
    }
}
