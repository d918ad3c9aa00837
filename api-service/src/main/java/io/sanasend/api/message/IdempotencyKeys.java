package io.sanasend.api.message;

import io.quarkus.scheduler.Scheduled;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.DatabaseOutage;
import io.sanasend.api.problem.ProblemType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The keys of accepted messages, each kept for a day. A key is written with its message or not at all. */
@ApplicationScoped
class IdempotencyKeys {

    private static final Logger LOG = Logger.getLogger(IdempotencyKeys.class);
    private static final Duration LIFE = Duration.ofHours(24);
    private static final int BATCH = 1_000;

    private final EntityManager database;
    private final Clock clock;

    IdempotencyKeys(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The message that was accepted under the key, if there is one.
     *
     * @throws ApiException 422 if the key belongs to another request
     */
    @Transactional
    Optional<Long> messageOf(long userId, IdempotencyKey key) {
        List<?> rows = database.createNativeQuery("""
                SELECT request_hash, message_id FROM idempotency_keys
                WHERE user_id = :user AND key = :key AND created_at > :expired""", Tuple.class)
                .setParameter("user", userId)
                .setParameter("key", key.value())
                .setParameter("expired", expired())
                .getResultList();
        return rows.stream().map(Tuple.class::cast).findFirst().map(row -> messageOf(row, key));
    }

    private static Long messageOf(Tuple row, IdempotencyKey key) {
        if (!row.get(0, String.class).equals(key.requestHash())) {
            throw new ApiException(
                    ProblemType.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key belongs to another request; choose a new one for each message.");
        }
        return row.get(1, Long.class);
    }

    /**
     * The same, with the key held until the end of the transaction, so that it is not taken meanwhile.
     *
     * @throws ApiException 409 if another request holds it
     */
    @Transactional(Transactional.TxType.MANDATORY)
    Optional<Long> heldMessageOf(long userId, IdempotencyKey key) {
        Object held = database.createNativeQuery(
                        "SELECT pg_try_advisory_xact_lock(hashtextextended(:key, :user))", Boolean.class)
                .setParameter("user", userId)
                .setParameter("key", key.value())
                .getSingleResult();
        if (!Boolean.TRUE.equals(held)) {
            throw inUse();
        }
        return messageOf(userId, key);
    }

    /** Writes the key down with its message. */
    @Transactional(Transactional.TxType.MANDATORY)
    void record(long userId, IdempotencyKey key, long messageId) {
        int written = database.createNativeQuery("""
                INSERT INTO idempotency_keys AS known (user_id, key, request_hash, message_id, created_at)
                VALUES (:user, :key, :hash, :message, :now)
                ON CONFLICT (user_id, key) DO UPDATE SET request_hash = EXCLUDED.request_hash,
                    message_id = EXCLUDED.message_id, created_at = EXCLUDED.created_at
                WHERE known.created_at <= :expired""")
                .setParameter("user", userId)
                .setParameter("key", key.value())
                .setParameter("hash", key.requestHash())
                .setParameter("message", messageId)
                .setParameter("now", clock.instant())
                .setParameter("expired", expired())
                .executeUpdate();
        if (written == 0) {
            throw inUse();
        }
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void sweepNowAndThen() {
        try {
            while (removeExpired() == BATCH) {
                LOG.debug("There are more expired idempotency keys");
            }
        } catch (RuntimeException e) {
            // The top of a scheduler's thread; the next run does what this one could not.
            if (!DatabaseOutage.isBehind(e)) {
                throw e;
            }
            LOG.warn("No sweep for expired idempotency keys: the database does not answer");
        }
    }

    /** Removes some of those that count no more; answers how many. Replicas that do so at once share the work. */
    @Transactional
    int removeExpired() {
        return database.createNativeQuery("""
                DELETE FROM idempotency_keys WHERE (user_id, key) IN (
                    SELECT user_id, key FROM idempotency_keys WHERE created_at <= :expired
                    ORDER BY created_at LIMIT :most FOR UPDATE SKIP LOCKED)""")
                .setParameter("expired", expired())
                .setParameter("most", BATCH)
                .executeUpdate();
    }

    private Instant expired() {
        return clock.instant().minus(LIFE);
    }

    private static ApiException inUse() {
        return new ApiException(
                ProblemType.IDEMPOTENCY_KEY_IN_USE,
                "A request with this Idempotency-Key is being accepted just now; repeat it in a moment.");
    }
}
