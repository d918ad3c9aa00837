package io.sanasend.api.message;

import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The keys of accepted messages, each kept for a day. A key is written with its message or not at all. */
@ApplicationScoped
class IdempotencyKeys {

    private static final Duration LIFE = Duration.ofHours(24);
    static final int BATCH = 1_000;

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
            throw reused();
        }
        return row.get(1, Long.class);
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

    /** Keys as old as that count no more. */
    Instant expired() {
        return clock.instant().minus(LIFE);
    }

    static ApiException reused() {
        return new ApiException(
                ProblemType.IDEMPOTENCY_KEY_REUSED,
                "This Idempotency-Key belongs to another request; choose a new one for each message.");
    }

    static ApiException inUse() {
        return new ApiException(
                ProblemType.IDEMPOTENCY_KEY_IN_USE,
                "A request with this Idempotency-Key is being accepted just now; repeat it in a moment.");
    }
}
