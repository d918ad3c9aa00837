package io.sanasend.api.administration;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.model.session.SessionState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Counts what users have. Only reads, one statement a figure. */
@ApplicationScoped
class UserFigures {

    private static final List<String> ENDS = Arrays.stream(SessionState.values())
            .filter(SessionState::isEnd)
            .map(SessionState::wireName)
            .toList();

    private final EntityManager database;
    private final Clock clock;

    UserFigures(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** All users, told apart by what they have. */
    @Transactional
    Totals totals() {
        Tuple row = (Tuple) database.createNativeQuery("""
                SELECT count(*) AS total, count(*) FILTER (WHERE u.is_active) AS active,
                    count(*) FILTER (WHERE EXISTS (
                        SELECT FROM sessions s WHERE s.user_id = u.id AND s.deleted_at IS NULL)) AS with_sessions,
                    count(*) FILTER (WHERE EXISTS (
                        SELECT FROM api_keys k WHERE k.user_id = u.id AND k.is_active
                            AND (k.expires_at IS NULL OR k.expires_at > :now))) AS with_keys
                FROM users u WHERE u.deleting_since IS NULL""", Tuple.class)
                .setParameter("now", clock.instant())
                .getSingleResult();
        long total = row.get("total", Long.class);
        long active = row.get("active", Long.class);
        return new Totals(
                total, active, total - active, row.get("with_sessions", Long.class), row.get("with_keys", Long.class));
    }

    /** What one user has. */
    @Transactional
    Holdings of(long userId) {
        Tuple row = (Tuple) database.createNativeQuery("""
                SELECT f.sessions, f.keys, p.id, p.instance_name, p.wire_id, p.state, p.phone
                FROM (SELECT
                        (SELECT count(*) FROM sessions
                            WHERE user_id = :user AND deleted_at IS NULL AND state NOT IN (:ends)) AS sessions,
                        (SELECT count(*) FROM api_keys
                            WHERE user_id = :user AND is_active AND (expires_at IS NULL OR expires_at > :now)) AS keys
                    ) f
                    LEFT JOIN sessions p ON p.user_id = :user AND p.is_primary AND p.deleted_at IS NULL""", Tuple.class)
                .setParameter("user", userId)
                .setParameter("ends", ENDS)
                .setParameter("now", clock.instant())
                .getSingleResult();
        return new Holdings(row.get("sessions", Long.class), row.get("keys", Long.class), primary(row));
    }

    private static @Nullable PrimarySession primary(Tuple row) {
        Long id = row.get("id", Long.class);
        return id == null
                ? null
                : new PrimarySession(
                        id,
                        row.get("instance_name", String.class),
                        row.get("wire_id", String.class),
                        SessionState.ofWireName(row.get("state", String.class)),
                        row.get("phone", String.class));
    }

    /** All users. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "UserTotals")
    record Totals(
            @Schema(examples = "12") long totalUsers,
            @Schema(examples = "11") long activeUsers,
            @Schema(examples = "1") long inactiveUsers,

            @Schema(description = "With at least one session", examples = "9")
            long usersWithSessions,

            @Schema(description = "With at least one key that is active and not expired", examples = "7")
            long usersWithApiKeys) {}

    /** What a user has now. */
    record Holdings(long sessions, long keys, @Nullable PrimarySession primary) {}

    /** The session that is used when none is named. */
    @Schema(name = "PrimarySession")
    record PrimarySession(
            long id,
            @JsonProperty("instance_name") String instanceName,
            String sessionId,
            SessionState status,
            @Nullable String phoneNumber) {}
}
