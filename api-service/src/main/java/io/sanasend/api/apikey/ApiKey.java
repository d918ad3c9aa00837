package io.sanasend.api.apikey;

import io.sanasend.api.account.User;
import io.sanasend.api.audit.Facts;
import io.sanasend.api.security.Scope;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An API key as it is stored: everything but its secret. */
@Entity
@Table(name = "api_keys")
public class ApiKey {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "user_id")
    private User user;

    private String name;

    @Column(name = "key_id")
    private String keyId;

    @Column(name = "secret_hash")
    private byte[] secretHash;

    private List<String> scopes;

    @Column(name = "ip_whitelist")
    private List<String> ipWhitelist;

    @Column(name = "is_active")
    private boolean active;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "last_used_at")
    private @Nullable Instant lastUsedAt;

    @Column(name = "created_at")
    private Instant createdAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected ApiKey() {}

    ApiKey(User user, KeyDetails details, String keyId, byte[] secretHash, Instant createdAt) {
        this.user = user;
        this.keyId = keyId;
        this.secretHash = secretHash.clone();
        this.createdAt = createdAt;
        become(details);
    }

    /** Takes over what its owner decided. */
    void become(KeyDetails details) {
        this.name = details.name();
        this.scopes = details.scopes().stream().map(Scope::wireName).sorted().toList();
        this.ipWhitelist = details.ipWhitelist();
        this.expiresAt = details.expiresAt();
        this.active = details.active();
    }

    KeyDetails details() {
        return new KeyDetails(name, scopeSet(), ipWhitelist, expiresAt, active);
    }

    /** What never changes of it, and what it is now. */
    Facts facts() {
        return details().facts().with("prefix", ApiKeyToken.prefix(keyId)).with("user", user.id());
    }

    Set<Scope> scopeSet() {
        return scopes.stream().map(Scope::ofWireName).collect(Collectors.toSet());
    }

    long id() {
        return id;
    }

    User user() {
        return user;
    }

    String name() {
        return name;
    }

    String keyId() {
        return keyId;
    }

    byte[] secretHash() {
        return secretHash.clone();
    }

    List<String> scopes() {
        return List.copyOf(scopes);
    }

    List<String> ipWhitelist() {
        return List.copyOf(ipWhitelist);
    }

    boolean isActive() {
        return active;
    }

    @Nullable
    Instant expiresAt() {
        return expiresAt;
    }

    @Nullable
    Instant lastUsedAt() {
        return lastUsedAt;
    }

    Instant createdAt() {
        return createdAt;
    }
}
