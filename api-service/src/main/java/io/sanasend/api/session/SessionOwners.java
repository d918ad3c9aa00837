package io.sanasend.api.session;

import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;

/** The users, as far as their sessions concern them. For use within a transaction. */
@ApplicationScoped
class SessionOwners {

    private final EntityManager database;

    SessionOwners(EntityManager database) {
        this.database = database;
    }

    /**
     * Holds off, to the end of the transaction, whatever else changes which sessions this user has, or which is the
     * primary; answers whether the user ever had an instance. It comes before any lock of a session.
     *
     * @throws ApiException 404 if the user is being deleted
     */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean lock(long userId) {
        List<?> made = database.createNativeQuery(
                        "SELECT first_instance_made FROM users WHERE id = ?1 AND deleting_since IS NULL"
                                + " FOR NO KEY UPDATE",
                        Boolean.class)
                .setParameter(1, userId)
                .getResultList();
        if (made.isEmpty()) {
            throw new ApiException(ProblemType.USER_NOT_FOUND, "There is no such user.");
        }
        return (Boolean) made.getFirst();
    }

    /** From now on the user has had an instance, for ever. */
    @Transactional(Transactional.TxType.MANDATORY)
    void noteFirstInstance(long userId) {
        database.createNativeQuery("UPDATE users SET first_instance_made = true WHERE id = ?1")
                .setParameter(1, userId)
                .executeUpdate();
    }
}
