package io.sanasend.api.apikey;

import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.sanasend.api.account.User;
import io.sanasend.api.account.Users;
import io.sanasend.api.audit.Audit;
import io.sanasend.api.audit.AuditAction;
import io.sanasend.api.audit.Facts;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.Digests;
import io.sanasend.api.security.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The API keys. A caller that is not staff sees its own alone. */
@ApplicationScoped
public class ApiKeys implements PanacheRepository<ApiKey> {

    private static final Instant LATEST_EXPIRY = Instant.parse("9999-12-31T00:00:00Z");

    private final Users users;
    private final Event<ApiKeyChanged> changes;
    private final Audit audit;
    private final ApiKeyConfig config;
    private final RandomGenerator random;
    private final Clock clock;

    public ApiKeys(
            Users users,
            Event<ApiKeyChanged> changes,
            Audit audit,
            ApiKeyConfig config,
            RandomGenerator random,
            Clock clock) {
        this.users = users;
        this.changes = changes;
        this.audit = audit;
        this.config = config;
        this.random = random;
        this.clock = clock;
    }

    /** What must be known to let a request with that key in. */
    @Transactional
    Optional<KeySnapshot> snapshotOf(String keyId) {
        return find("from ApiKey k join fetch k.user where k.keyId = ?1", keyId)
                .firstResultOptional()
                .map(KeySnapshot::of);
    }

    /** Makes a key for the user; its text is in the answer and nowhere else. */
    @Transactional
    Created create(long userId, KeyDetails details, Ceiling ceiling, FieldErrors errors) {
        User owner = lockedOwner(userId).orElseThrow(() -> FieldErrors.invalid("user", "there is no such active user"));
        check(details, null, owner, ceiling, errors);
        requireRoom(owner);
        ApiKeyToken token = ApiKeyToken.generate(random);
        ApiKey key = new ApiKey(owner, details, token.keyId(), hash(token), clock.instant());
        persist(key);
        audit.record(AuditAction.KEY_CREATE, key.id(), Facts.NONE, key.facts());
        return new Created(ApiKeyView.of(key), token.text());
    }

    /** Makes the key what the change makes of it; empty if the caller sees no such key. */
    @Transactional
    Optional<ApiKeyView> change(
            Caller caller, long id, Ceiling ceiling, BiFunction<KeyDetails, FieldErrors, KeyDetails> change) {
        Optional<ApiKey> stored = find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .filter(key -> isVisible(caller, key));
        stored.ifPresent(key -> {
            FieldErrors errors = new FieldErrors();
            KeyDetails before = key.details();
            KeyDetails after = change.apply(before, errors);
            errors.throwIfAny();
            check(after, before, key.user(), ceiling, errors);
            if (after.active() && !before.active()) {
                lockedOwner(key.user().id()).ifPresent(this::requireRoom);
            }
            key.become(after);
            audit.recordChange(AuditAction.KEY_CHANGE, id, before.facts(), after.facts());
            changes.fire(new ApiKeyChanged(key.keyId()));
        });
        return stored.map(ApiKeyView::of);
    }

    /**
     * One page of the keys the caller may see, newest first.
     *
     * @param owner null for all users, which only staff see
     * @param active null for those that work and those that do not
     */
    @Transactional
    Found search(@Nullable Long owner, @Nullable Boolean active, int offset, int size) {
        Map<String, Object> wanted = new HashMap<>();
        String conditions = "1 = 1";
        if (owner != null) {
            conditions += " and k.user.id = :owner";
            wanted.put("owner", owner);
        }
        if (active != null) {
            conditions += " and k.active = :active";
            wanted.put("active", active);
        }
        PanacheQuery<ApiKey> query =
                find("from ApiKey k join fetch k.user where " + conditions + " order by k.id desc", wanted);
        List<ApiKeyView> page = query.range(offset, offset + size - 1).stream()
                .map(ApiKeyView::of)
                .toList();
        return new Found(count("from ApiKey k where " + conditions, wanted), page);
    }

    @Transactional
    Optional<ApiKeyView> visibleTo(Caller caller, long id) {
        return stored(caller, id).map(ApiKeyView::of);
    }

    /** Revokes and forgets the key; false if the caller sees no such key. */
    @Transactional
    boolean delete(Caller caller, long id) {
        Optional<ApiKey> key = stored(caller, id);
        key.ifPresent(known -> {
            audit.record(AuditAction.KEY_DELETE, id, known.facts(), Facts.NONE);
            delete(known);
            changes.fire(new ApiKeyChanged(known.keyId()));
        });
        return key.isPresent();
    }

    /** Revokes and forgets all keys of a user that goes. */
    @Transactional
    public void deleteAllOf(long userId) {
        find("user.id = ?1 order by id", userId).withLock(LockModeType.PESSIMISTIC_WRITE).stream()
                .forEach(key -> {
                    delete(key);
                    changes.fire(new ApiKeyChanged(key.keyId()));
                });
    }

    private Optional<ApiKey> stored(Caller caller, long id) {
        return findByIdOptional(id).filter(key -> isVisible(caller, key));
    }

    private static boolean isVisible(Caller caller, ApiKey key) {
        return caller.isAdmin() || key.user().id() == caller.userId();
    }

    /** Under the lock of the user, two callers cannot both take the last free place. */
    private Optional<User> lockedOwner(long userId) {
        return Optional.ofNullable(users.findById(userId, LockModeType.PESSIMISTIC_WRITE))
                .filter(User::isActive);
    }

    private void requireRoom(User owner) {
        if (count("user.id = ?1 and active", owner.id()) >= config.maxPerUser()) {
            throw new ApiException(
                    ProblemType.CONFLICT, "The user has " + config.maxPerUser() + " keys; revoke one first.");
        }
    }

    private void check(
            KeyDetails wanted, @Nullable KeyDetails before, User owner, Ceiling ceiling, FieldErrors errors) {
        Instant expiry = wanted.expiresAt();
        if (expiry != null && (before == null || !expiry.equals(before.expiresAt()))) {
            errors.require(expiry.isAfter(clock.instant()), "expires_at", "must be in the future");
            errors.require(expiry.isBefore(LATEST_EXPIRY), "expires_at", "must be before the year 10000");
        }
        if (before == null || !wanted.grantsNothingSince(before)) {
            ceiling.check(wanted, errors);
            errors.require(
                    owner.isStaff() || !wanted.scopes().contains(Scope.ADMINISTER),
                    "scopes",
                    "admin is for keys of staff users alone");
        }
        errors.throwIfAny();
    }

    /** What is stored of a key's secret. */
    byte[] hash(ApiKeyToken token) {
        return Digests.hmacSha256(config.pepper(), token.secret());
    }

    /** A page of keys. */
    record Found(long count, List<ApiKeyView> keys) {}

    /** A new key and its text. */
    record Created(ApiKeyView view, String text) {

        @Override
        public String toString() {
            return "Created[" + view.prefix() + "]";
        }
    }
}
