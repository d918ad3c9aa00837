package io.sanasend.api.apilog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** Erases the requests of a user that is being deleted, a bounded number in each transaction. */
@ApplicationScoped
public class ApiLogErasure {

    private static final int BATCH = 5_000;

    private final EntityManager database;

    ApiLogErasure(EntityManager database) {
        this.database = database;
    }

    /**
     * Erases the next few.
     *
     * @return false if none is left
     */
    @Transactional
    public boolean eraseSomeOf(long userId) {
        int requests = database.createNativeQuery("""
                DELETE FROM api_requests WHERE user_id = :user AND id <= (
                    SELECT max(id) FROM (
                        SELECT id FROM api_requests WHERE user_id = :user ORDER BY id LIMIT :batch) oldest)""")
                .setParameter("user", userId)
                .setParameter("batch", BATCH)
                .executeUpdate();
        int counts = database.createNativeQuery("DELETE FROM api_usage WHERE user_id = :user")
                .setParameter("user", userId)
                .executeUpdate();
        return requests + counts > 0;
    }
}
