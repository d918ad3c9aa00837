package io.sanasend.api.login;

import io.sanasend.api.account.KnownUsers;
import io.sanasend.api.cache.Reach;
import io.sanasend.api.cache.SnapshotCache;
import io.sanasend.api.cache.SnapshotCaches;
import io.sanasend.api.security.AccessToken;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.EnumSet;
import java.util.Optional;
import java.util.UUID;

/** The logins behind the requests of the last seconds, so that a request need not read its own. */
@ApplicationScoped
public class KnownLogins {

    private final SnapshotCache<UUID, LoginSnapshot> known;
    private final KnownUsers users;

    KnownLogins(SnapshotCaches caches, Logins logins, KnownUsers users) {
        this.known = caches.named("logins", UUID::fromString, logins::snapshotOf);
        this.users = users;
    }

    /**
     * Who calls with this token; empty if, as far as the look-up goes, its login has ended or its user is deactivated.
     */
    public Optional<Caller> callerOf(AccessToken token, Reach reach) {
        return known.find(token.loginId(), reach)
                .filter(login -> login.lasts() && login.userId() == token.userId())
                .flatMap(login -> users.caller(
                        login.userId(), EnumSet.allOf(Scope.class), new Caller.Origin.Login(token.loginId()), reach));
    }

    void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) LoginEnded end) {
        known.changed(end.loginId());
    }
}
