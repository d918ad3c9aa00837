package io.sanasend.api.login;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A login of a user, from the password to the logout. Its tokens are good as long as it lasts. */
@Entity
@Table(name = "logins")
class Login {

    @Id
    private UUID id;

    @Column(name = "user_id")
    private long userId;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "refreshed_at")
    private Instant refreshedAt;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "ended_at")
    private @Nullable Instant endedAt;

    @Column(name = "end_reason")
    private @Nullable String endReason;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Login() {}

    Login(UUID id, long userId, Instant createdAt, Instant expiresAt) {
        this.id = id;
        this.userId = userId;
        this.createdAt = createdAt;
        this.refreshedAt = createdAt;
        this.expiresAt = expiresAt;
    }

    UUID id() {
        return id;
    }

    long userId() {
        return userId;
    }

    boolean lasts(Instant now) {
        return endedAt == null && now.isBefore(expiresAt);
    }

    void renew(Instant now, Instant newExpiry) {
        this.refreshedAt = now;
        this.expiresAt = newExpiry;
    }

    void end(EndReason reason, Instant now) {
        this.endedAt = now;
        this.endReason = reason.columnValue();
    }
}
