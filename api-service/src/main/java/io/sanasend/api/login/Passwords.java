package io.sanasend.api.login;

import io.sanasend.api.account.PasswordHashes;
import io.sanasend.api.account.User;
import io.sanasend.api.account.Users;
import io.sanasend.api.audit.Audit;
import io.sanasend.api.audit.AuditAction;
import io.sanasend.api.audit.Facts;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks and changes the passwords of users. Hashing is done outside of transactions, because it takes its time. */
@ApplicationScoped
class Passwords {

    private final Users users;
    private final PasswordHashes hashes;
    private final Logins logins;
    private final Audit audit;

    Passwords(Users users, PasswordHashes hashes, Logins logins, Audit audit) {
        this.users = users;
        this.hashes = hashes;
        this.logins = logins;
        this.audit = audit;
    }

    /** The active user the password belongs to, found out with the same work for users there are and are not. */
    Optional<User> owner(String username, String password) {
        Optional<User> user = users.named(username.strip());
        if (user.isEmpty()) {
            hashes.matchNobody(password);
            return user;
        }
        return user.filter(known -> hashes.matches(password, known.passwordHash()) && known.isActive());
    }

    /**
     * Replaces the password and ends the user's logins, all but the one that asks.
     *
     * @param verified the user as it was when the old password was checked
     * @throws ApiException 409 if the password was changed meanwhile
     */
    @Transactional
    void replace(User verified, String newHash, Caller by) {
        User user = users.findById(verified.id(), LockModeType.PESSIMISTIC_WRITE);
        if (user == null || !user.passwordHash().equals(verified.passwordHash())) {
            throw new ApiException(ProblemType.CONFLICT, "The password was changed meanwhile.");
        }
        user.replacePassword(newHash);
        audit.record(AuditAction.USER_PASSWORD, user.id(), Facts.NONE, Facts.NONE);
        logins.endAllOf(user.id(), EndReason.PASSWORD_CHANGED, loginOf(by));
    }

    private static @Nullable UUID loginOf(Caller caller) {
        return switch (caller.origin()) {
            case Caller.Origin.Login(UUID id) -> id;
            case Caller.Origin.ApiKey _ -> null;
        };
    }
}
