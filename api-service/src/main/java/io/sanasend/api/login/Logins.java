package io.sanasend.api.login;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.sanasend.api.account.User;
import io.sanasend.api.account.Users;
import io.sanasend.api.security.Digests;
import io.sanasend.api.security.SecurityConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The logins. Every change of one is made under the lock of its row, so that of two callers with the same refresh token
 * the second is seen for what it is.
 */
@ApplicationScoped
public class Logins implements PanacheRepositoryBase<Login, UUID> {

    private static final Logger LOG = Logger.getLogger(Logins.class);
    private static final int BATCH = 1_000;

    private final RefreshTokens tokens;
    private final Users users;
    private final Event<LoginEnded> ends;
    private final SecurityConfig config;
    private final RandomGenerator random;
    private final Clock clock;

    Logins(
            RefreshTokens tokens,
            Users users,
            Event<LoginEnded> ends,
            SecurityConfig config,
            RandomGenerator random,
            Clock clock) {
        this.tokens = tokens;
        this.users = users;
        this.ends = ends;
        this.config = config;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Begins a login; a user's oldest is given up when there are too many.
     *
     * @param verified as it was when its password was checked; empty is answered if that was changed since, or the user
     *     deactivated
     */
    @Transactional
    Optional<Session> begin(User verified) {
        User user = users.findById(verified.id(), LockModeType.PESSIMISTIC_READ);
        if (user == null || !user.isActive() || !user.passwordHash().equals(verified.passwordHash())) {
            return Optional.empty();
        }
        makeRoom(user.id());
        Instant now = clock.instant();
        Login login = new Login(new UUID(random.nextLong(), random.nextLong()), user.id(), now, tokens.expiry(now));
        persist(login);
        return Optional.of(new Session(user, login.id(), tokens.issue(login.id(), now)));
    }

    /** Renews a login; empty if the token does not renew anything. One that did so before ends the login. */
    @Transactional
    Optional<Session> renew(String token) {
        Instant now = clock.instant();
        // The token is read after the lock is had, because whoever had it before may have used it.
        Login login = lockedBy(token).orElse(null);
        RefreshToken known = login == null ? null : tokens.known(token).orElse(null);
        if (login == null || known == null || !login.lasts(now)) {
            return Optional.empty();
        }
        if (known.isUsed()) {
            LOG.warnf("A refresh token of user %d came twice; the login is ended", login.userId());
            end(login, EndReason.TOKEN_REUSED, now);
            return Optional.empty();
        }
        User user = users.active(login.userId()).orElse(null);
        if (user == null || known.isExpired(now)) {
            return Optional.empty();
        }
        known.use(now);
        login.renew(now, tokens.expiry(now));
        return Optional.of(new Session(user, login.id(), tokens.issue(login.id(), now)));
    }

    /** Ends the user's login that this refresh token belongs to; nothing happens if there is none. */
    @Transactional
    void end(long userId, String token) {
        Instant now = clock.instant();
        lockedBy(token)
                .filter(login -> login.userId() == userId && login.lasts(now))
                .ifPresent(login -> end(login, EndReason.LOGOUT, now));
    }

    /**
     * Ends the logins of the user.
     *
     * @param except goes on; null ends them all
     */
    @Transactional
    public void endAllOf(long userId, EndReason reason, @Nullable UUID except) {
        Instant now = clock.instant();
        find("userId = ?1 and endedAt is null order by id", userId).withLock(LockModeType.PESSIMISTIC_WRITE).stream()
                .filter(login -> !login.id().equals(except))
                .forEach(login -> end(login, reason, now));
    }

    /** What must be known to let a request of that login in. */
    @Transactional
    Optional<LoginSnapshot> snapshotOf(UUID id) {
        Instant now = clock.instant();
        return findByIdOptional(id).map(login -> new LoginSnapshot(login.userId(), login.lasts(now)));
    }

    /** Deletes some of those that have expired, and some tokens of those that go on; answers how many. */
    @Transactional
    int forgetExpired() {
        Instant now = clock.instant();
        int forgotten = getEntityManager()
                .createNativeQuery("DELETE FROM logins WHERE id IN"
                        + " (SELECT id FROM logins WHERE expires_at < :now LIMIT :batch FOR UPDATE SKIP LOCKED)")
                .setParameter("now", now)
                .setParameter("batch", BATCH)
                .executeUpdate();
        forgotten += getEntityManager()
                .createNativeQuery(
                        "DELETE FROM refresh_tokens WHERE id IN"
                                + " (SELECT id FROM refresh_tokens WHERE expires_at < :now LIMIT :batch FOR UPDATE SKIP LOCKED)")
                .setParameter("now", now)
                .setParameter("batch", BATCH)
                .executeUpdate();
        return forgotten;
    }

    private Optional<Login> lockedBy(String token) {
        return find("id = (select t.loginId from RefreshToken t where t.tokenHash = ?1)", Digests.sha256(token))
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .singleResultOptional();
    }

    private void end(Login login, EndReason reason, Instant now) {
        login.end(reason, now);
        ends.fire(new LoginEnded(login.id()));
    }

    private void makeRoom(long userId) {
        List<Login> surplus = find("userId = ?1 order by createdAt desc, id", userId)
                .range(config.maxLoginsPerUser() - 1, config.maxLoginsPerUser() + BATCH)
                .list();
        surplus.forEach(login -> {
            delete(login);
            ends.fire(new LoginEnded(login.id()));
        });
    }

    /** A login that was begun or renewed; {@code toString} hides the token. */
    record Session(User user, UUID loginId, String refreshToken) {

        @Override
        public String toString() {
            return "Session[" + loginId + "]";
        }
    }
}
