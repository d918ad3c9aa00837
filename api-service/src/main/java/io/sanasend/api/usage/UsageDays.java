package io.sanasend.api.usage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/**
 * The days of users that were counted for good, so that their messages can go.
 *
 * <p>Nothing that was counted changes unseen: a lock for each user, held until the end of the transaction, is taken by
 * whoever counts its days, before it looks at a message; and by whoever takes a message back from its end, before it marks
 * the day (a trigger does that, whatever the statement is). So either the count sees the change, or the mark finds what was
 * counted. A message that is open keeps its day from being counted for good, so settling one marks nothing and waits for nobody.
 */
@ApplicationScoped
public class UsageDays {

    /** Message {@code m} is of a day that was sealed: it changes no more, and may be gone at any moment. */
    public static final String SEALED = """
            EXISTS (SELECT FROM usage_days d
                WHERE d.user_id = m.user_id AND d.starts_at > m.created_at - interval '2 days'
                    AND d.starts_at <= m.created_at AND d.ends_at > m.created_at AND d.state IN ('sealed', 'emptied'))""";

    private static final int BATCH = 500;

    private final EntityManager database;

    UsageDays(EntityManager database) {
        this.database = database;
    }

    /**
     * Keeps the days of the user as they are until the end of the transaction. Whoever takes messages back from their ends does
     * this first, in a statement of its own: the next one sees which days are sealed.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void hold(long userId) {
        database.createNativeQuery("SELECT CAST(hold_usage(:user) AS text)", String.class)
                .setParameter("user", userId)
                .getSingleResult();
    }

    /** Whether the message is of a sealed day. */
    @Transactional
    public boolean isSealed(long messageId) {
        return (Boolean) database.createNativeQuery(
                        "SELECT EXISTS (SELECT FROM messages m WHERE m.id = :id AND " + SEALED + ")", Boolean.class)
                .setParameter("id", messageId)
                .getSingleResult();
    }

    /** Users with days that ended by then and can be sealed, some of them. */
    @Transactional
    public List<Long> withDaysBefore(Instant end) {
        List<?> users = database.createNativeQuery("""
                SELECT DISTINCT user_id FROM (
                    SELECT user_id FROM usage_days WHERE state = 'rolled' AND ends_at <= :end
                    ORDER BY ends_at LIMIT :most) d""", Long.class)
                .setParameter("end", end)
                .setParameter("most", BATCH)
                .getResultList();
        return users.stream().map(Long.class::cast).toList();
    }

    /** Seals the days of the user that ended by then and have no open message; answers how many. */
    @Transactional
    public int seal(long userId, Instant end) {
        hold(userId);
        return database.createNativeQuery("""
                UPDATE usage_days SET state = 'sealed'
                WHERE user_id = :user AND state = 'rolled' AND ends_at <= :end""")
                .setParameter("user", userId)
                .setParameter("end", end)
                .executeUpdate();
    }

    /** Notes which of the sealed days have no message left, some of them; answers how many. */
    @Transactional
    public int noteEmptied() {
        return database.createNativeQuery("""
                UPDATE usage_days d SET state = 'emptied'
                FROM (
                    SELECT s.user_id, s.starts_at FROM usage_days s
                    WHERE s.state = 'sealed' AND NOT EXISTS (
                        SELECT FROM messages m
                        WHERE m.user_id = s.user_id AND m.created_at >= s.starts_at AND m.created_at < s.ends_at)
                    ORDER BY s.user_id, s.starts_at LIMIT :most FOR UPDATE SKIP LOCKED) e
                WHERE d.user_id = e.user_id AND d.starts_at = e.starts_at""").setParameter("most", BATCH).executeUpdate();
    }

    /** Forgets a user that is being deleted; nothing is rolled up for it any more. */
    @Transactional
    public void forget(long userId) {
        hold(userId);
        database.createNativeQuery("DELETE FROM usage_days WHERE user_id = :user")
                .setParameter("user", userId)
                .executeUpdate();
        database.createNativeQuery("DELETE FROM usage_progress WHERE user_id = :user")
                .setParameter("user", userId)
                .executeUpdate();
    }
}
