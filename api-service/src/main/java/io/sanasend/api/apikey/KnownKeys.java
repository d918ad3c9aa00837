package io.sanasend.api.apikey;

import io.sanasend.api.account.KnownUsers;
import io.sanasend.api.cache.Reach;
import io.sanasend.api.cache.SnapshotCache;
import io.sanasend.api.cache.SnapshotCaches;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The keys behind the requests of the last seconds, so that a request need not read its own. */
@ApplicationScoped
public class KnownKeys {

    private final SnapshotCache<String, KeySnapshot> known;
    private final ApiKeys keys;
    private final KeyUses uses;
    private final KnownUsers users;
    private final Clock clock;

    public KnownKeys(SnapshotCaches caches, ApiKeys keys, KeyUses uses, KnownUsers users, Clock clock) {
        this.known = caches.named("api-keys", Function.identity(), keys::snapshotOf);
        this.keys = keys;
        this.uses = uses;
        this.users = users;
        this.clock = clock;
    }

    /**
     * Who calls with this key from that address; empty if, as far as the look-up goes, the key is unknown, revoked or
     * expired, or its user is deactivated.
     *
     * @throws ApiException 403 if it may not be used from there
     */
    public Optional<Caller> callerOf(ApiKeyToken token, InetAddress address, Reach reach) {
        Instant now = clock.instant();
        Optional<KeySnapshot> key =
                known.find(token.keyId(), reach).filter(found -> found.isUsable(keys.hash(token), now));
        Optional<Caller> caller = key.flatMap(found -> users.caller(
                found.userId(), found.scopes(), new Caller.Origin.ApiKey(found.id(), found.keyId()), reach));
        if (caller.isPresent()) {
            requireAddress(key.orElseThrow(), address);
            uses.note(key.orElseThrow().id(), now);
        }
        return caller;
    }

    /** What the caller can give a key at most. */
    Ceiling ceilingOf(Caller caller) {
        return switch (caller.origin()) {
            case Caller.Origin.Login _ -> new Ceiling(caller.scopes(), List.of(), null);
            case Caller.Origin.ApiKey(long _, String keyId) ->
                known.find(keyId, Reach.DATABASE)
                        .map(own -> new Ceiling(caller.scopes(), own.addresses(), own.expiresAt()))
                        .orElseThrow(() -> new ApiException(
                                ProblemType.INVALID_CREDENTIALS, "The API key is not valid any more."));
        };
    }

    void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) ApiKeyChanged change) {
        known.changed(change.keyId());
    }

    private static void requireAddress(KeySnapshot key, InetAddress address) {
        if (!key.isAllowedFrom(address)) {
            throw new ApiException(
                    ProblemType.ADDRESS_NOT_ALLOWED, "The API key may not be used from the address of this request.");
        }
    }
}
