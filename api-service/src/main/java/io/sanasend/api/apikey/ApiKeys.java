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
import jakarta.transaction.Transactional;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The API keys. A caller that is not staff sees its own alone. */
@ApplicationScoped
public class ApiKeys implements PanacheRepository<ApiKey> {

    private final Users users;
    private final ApiKeyConfig config;
    private final RandomGenerator random;
    private final Clock clock;

    public ApiKeys(Users users, ApiKeyConfig config, RandomGenerator random, Clock clock) {
        this.users = users;
        this.config = config;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Who calls with this key from that address.
     *
     * @throws ApiException 401 if the key is unknown, revoked, expired or its user is deactivated, all in the same
     *     words; 403 if it may not be used from there
     */
    @Transactional
    public Caller callerOf(ApiKeyToken token, InetAddress address) {
        Instant now = clock.instant();
        ApiKey key = find("from ApiKey k join fetch k.user where k.keyId = ?1", token.keyId())
                .firstResultOptional()
                .filter(known -> MessageDigest.isEqual(known.secretHash(), hash(token)))
                .filter(known -> known.isUsable(now))
                .orElseThrow(() -> new ApiException(ProblemType.INVALID_CREDENTIALS, "The API key is not valid."));
        if (!key.isAllowedFrom(address)) {
            throw new ApiException(
                    ProblemType.ADDRESS_NOT_ALLOWED, "The API key may not be used from the address of this request.");
        }
        if (!key.isUseNoted(now, config.lastUsedPrecision())) {
            key.noteUse(now);
        }
        return key.asCaller();
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
        key.ifPresent(this::delete);
        return key.isPresent();
    }

    private Optional<ApiKey> stored(Caller caller, long id) {
        return findByIdOptional(id).filter(key -> caller.isAdmin() || key.user().id() == caller.userId());
    }

    private byte[] hash(ApiKeyToken token) {
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
