package io.sanasend.api.apikey;

import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.sanasend.api.account.User;
import io.sanasend.api.account.Users;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.Digests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The API keys. A caller that is not staff sees its own alone. */
@ApplicationScoped
public class ApiKeys implements PanacheRepository<ApiKey> {

    private final Users users;
    private final Event<ApiKeyChanged> changes;
    private final ApiKeyConfig config;
    private final RandomGenerator random;
    private final Clock clock;

    public ApiKeys(
            Users users, Event<ApiKeyChanged> changes, ApiKeyConfig config, RandomGenerator random, Clock clock) {
        this.users = users;
        this.changes = changes;
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
    Created create(long userId, NewApiKey details) {
        User user = users.active(userId)
                .orElseThrow(() -> new ApiException(ProblemType.USER_NOT_FOUND, "There is no such active user."));
        if (count("user.id = ?1 and active", userId) >= config.maxPerUser()) {
            throw new ApiException(
                    ProblemType.CONFLICT, "The user has " + config.maxPerUser() + " keys; revoke one first.");
        }
        ApiKeyToken token = ApiKeyToken.generate(random);
        ApiKey key = new ApiKey(user, details, token.keyId(), hash(token), clock.instant());
        persist(key);
        return new Created(ApiKeyView.of(key), token.text());
    }

    /** One page of the keys the caller may see, newest first. */
    @Transactional
    Found visibleTo(Caller caller, int offset, int size) {
        PanacheQuery<ApiKey> query = caller.isAdmin()
                ? find("from ApiKey k join fetch k.user order by k.id desc")
                : find("from ApiKey k join fetch k.user where k.user.id = ?1 order by k.id desc", caller.userId());
        List<ApiKeyView> page = query.range(offset, offset + size - 1).stream()
                .map(ApiKeyView::of)
                .toList();
        return new Found(caller.isAdmin() ? count() : count("user.id", caller.userId()), page);
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
        return findByIdOptional(id).filter(key -> caller.isAdmin() || key.user().id() == caller.userId());
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
