package io.sanasend.api.account;

import io.sanasend.api.cache.Reach;
import io.sanasend.api.cache.SnapshotCache;
import io.sanasend.api.cache.SnapshotCaches;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The users behind the requests of the last seconds, so that a request need not read its own. */
@ApplicationScoped
public class KnownUsers {

    private final SnapshotCache<Long, UserView> users;

    public KnownUsers(SnapshotCaches caches, Users users) {
        this.users = caches.named("users", Long::valueOf, id -> users.byId(id).map(UserView::of));
    }

    /**
     * The user as the caller of a request; empty if, as far as the look-up goes, it does not exist or is deactivated.
     *
     * @param granted what the login or key was given; what the user cannot have is left out
     */
    public Optional<Caller> caller(long userId, Set<Scope> granted, Caller.Origin origin, Reach reach) {
        return users.find(userId, reach).filter(UserView::isActive).map(user -> {
            Set<Scope> scopes = EnumSet.copyOf(Scope.ofUser(user.isStaff()));
            scopes.retainAll(granted);
            return new Caller(user.id(), user.username(), scopes, origin);
        });
    }

    /** The user as it is shown. */
    public Optional<UserView> byId(long id) {
        return users.find(id, Reach.DATABASE);
    }

    void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) UserChanged change) {
        users.changed(change.userId());
    }
}
