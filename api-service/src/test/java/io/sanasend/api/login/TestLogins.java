package io.sanasend.api.login;

import io.quarkus.arc.Unremovable;
import io.sanasend.api.account.Users;
import io.sanasend.api.security.AccessTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Begins logins without the cost of a password. */
@ApplicationScoped
@Unremovable
public class TestLogins {

    private final Users users;
    private final Logins logins;
    private final AccessTokens tokens;

    TestLogins(Users users, Logins logins, AccessTokens tokens) {
        this.users = users;
        this.logins = logins;
        this.tokens = tokens;
    }

    /** What a login tells its user. */
    public record Begun(UUID id, String access, String refresh) {}

    public Begun begin(long userId) {
        Logins.Session session = users.byId(userId).flatMap(logins::begin).orElseThrow();
        return new Begun(session.loginId(), tokens.issue(userId, session.loginId()), session.refreshToken());
    }
}
