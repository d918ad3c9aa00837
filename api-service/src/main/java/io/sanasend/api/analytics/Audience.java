package io.sanasend.api.analytics;

import io.sanasend.api.account.Users;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Whose figures a caller sees: its own; staff those of everybody, or of the one user they name. */
@ApplicationScoped
class Audience {

    private final Users users;

    Audience(Users users) {
        this.users = users;
    }

    /**
     * The user whose figures are meant, or null for all.
     *
     * @param named the parameter {@code user}
     * @throws ApiException 404 if there is no such user, or it is another one and the caller is not staff
     */
    @Nullable
    Long of(Caller caller, @Nullable String named) {
        if (named == null || named.isEmpty()) {
            return caller.isAdmin() ? null : caller.userId();
        }
        if (!named.matches("[0-9]{1,18}")) {
            throw FieldErrors.invalid("user", "must be the id of a user");
        }
        long user = Long.parseLong(named);
        boolean visible =
                user == caller.userId() || (caller.isAdmin() && users.byId(user).isPresent());
        if (!visible) {
            throw new ApiException(ProblemType.USER_NOT_FOUND, "There is no such user.");
        }
        return user;
    }
}
