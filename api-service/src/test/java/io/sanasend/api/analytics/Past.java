package io.sanasend.api.analytics;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.sanasend.api.testing.TestNumbers.Number;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Writes what happened before a test began. */
@ApplicationScoped
class Past {

    private final EntityManager database;

    Past(EntityManager database) {
        this.database = database;
    }

    /** A message of the number, accepted at that time; what was rolled up of its user before is forgotten. */
    void message(Number number, Instant acceptedAt, String type, String status) {
        run(
                """
                INSERT INTO messages (user_id, session_id, recipient, message_type, status, wa_message_id, created_at)
                VALUES (:user, :session, '4915112345678', :type, :status, gen_random_uuid(), :at)""",
                Map.of(
                        "user", number.tenant().id(),
                        "session", number.id(),
                        "type", type,
                        "status", status,
                        "at", acceptedAt));
        forgetRolledUp(number.tenant().id());
    }

    /** So many API requests of the user in the quarter of an hour that began then. */
    void requests(long user, Instant quarter, long requests) {
        run(
                "INSERT INTO api_usage (user_id, slot, requests) VALUES (:user, :slot, :requests)",
                Map.of("user", user, "slot", quarter, "requests", requests));
        forgetRolledUp(user);
    }

    private void forgetRolledUp(long user) {
        run(
                "WITH d AS (DELETE FROM usage_days WHERE user_id = :user) DELETE FROM usage_progress WHERE user_id = :user",
                Map.of("user", user));
    }

    void run(String sql, Map<String, Object> parameters) {
        QuarkusTransaction.requiringNew().run(() -> {
            Query query = database.createNativeQuery(sql);
            parameters.forEach(query::setParameter);
            query.executeUpdate();
        });
    }

    /** How PostgreSQL would execute it. */
    String plan(String sql, Map<String, Object> parameters) {
        return explain("EXPLAIN ", sql, parameters);
    }

    /** How it did. */
    String executedPlan(String sql, Map<String, Object> parameters) {
        return explain("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF) ", sql, parameters);
    }

    private String explain(String how, String sql, Map<String, Object> parameters) {
        List<?> lines = QuarkusTransaction.requiringNew().call(() -> {
            Query query = database.createNativeQuery(how + sql, String.class);
            parameters.forEach(query::setParameter);
            return query.getResultList();
        });
        return String.join("\n", lines.stream().map(String.class::cast).toList());
    }
}
