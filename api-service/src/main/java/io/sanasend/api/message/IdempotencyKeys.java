package io.sanasend.api.message;

import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
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
        Tuple row = (Tuple) database.createNativeQuery("""
                SELECT known.request_hash, known.message_id,
                    pg_try_advisory_xact_lock(hashtextextended(:key, :user)) AS held
                FROM (SELECT) AS one LEFT JOIN idempotency_keys known
                    ON known.user_id = :user AND known.key = :key AND known.created_at > :expired""", Tuple.class)
                .setParameter("user", userId)
                .setParameter("key", key.value())
                .setParameter("expired", expired())
                .getSingleResult();
        if (!row.get("held", Boolean.class)) {
            throw inUse();
        }
        return row.get(0) == null ? Optional.empty() : Optional.of(messageOf(row, key));
    }

    /**
     * A part of the statement that inserts a {@code message}: writes the key down with it. Nothing is written for a key that was
     * taken since it was looked up, for which the transaction has to end with {@link #inUse}.
     */
    static final String RECORD = """
            remembered AS (
                INSERT INTO idempotency_keys AS known (user_id, key, request_hash, message_id, created_at)
                SELECT :user, :key, :hash, id, :now FROM message
                ON CONFLICT (user_id, key) DO UPDATE SET request_hash = EXCLUDED.request_hash,
                    message_id = EXCLUDED.message_id, created_at = EXCLUDED.created_at
                WHERE known.created_at <= :expired
                RETURNING message_id
            )""";

    /** Sets what {@link #RECORD} needs besides {@code user} and {@code now}. */
    void recording(Query query, IdempotencyKey key) {
        query.setParameter("key", key.value())
                .setParameter("hash", key.requestHash())
                .setParameter("expired", expired());
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

    static ApiException inUse() {
        return new ApiException(
                ProblemType.IDEMPOTENCY_KEY_IN_USE,
                "A request with this Idempotency-Key is being accepted just now; repeat it in a moment.");
    }
}
