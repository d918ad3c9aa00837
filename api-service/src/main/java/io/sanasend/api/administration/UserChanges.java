package io.sanasend.api.administration;

import io.sanasend.api.account.User;
import io.sanasend.api.account.UserChanged;
import io.sanasend.api.account.UserDetails;
import io.sanasend.api.account.Users;
import io.sanasend.api.apikey.ApiKeys;
import io.sanasend.api.audit.Audit;
import io.sanasend.api.audit.AuditAction;
import io.sanasend.api.audit.Facts;
import io.sanasend.api.login.EndReason;
import io.sanasend.api.login.Logins;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.session.SessionErasure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Changes users, each change in one transaction that takes effect at once. Nobody shuts themselves out, and an active
 * staff user always remains: the rows of all of them are locked first, always in the order of their ids, so that of two
 * changes at once the second sees the first.
 */
@ApplicationScoped
class UserChanges {

    private final EntityManager database;
    private final Users users;
    private final Logins logins;
    private final ApiKeys keys;
    private final SessionErasure sessions;
    private final Event<UserChanged> changes;
    private final Audit audit;
    private final Clock clock;

    UserChanges(
            EntityManager database,
            Users users,
            Logins logins,
            ApiKeys keys,
            SessionErasure sessions,
            Event<UserChanged> changes,
            Audit audit,
            Clock clock) {
        this.database = database;
        this.users = users;
        this.logins = logins;
        this.keys = keys;
        this.sessions = sessions;
        this.changes = changes;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Makes the user what the change makes of it.
     *
     * @param by who asks for it
     * @param action what it is audited as
     * @param passwordHash of a new password, which ends the logins of the user; null leaves it
     * @throws ApiException 404 if there is no such user, 409 if nobody could administer the service any more, 422 if the
     *     name is taken
     */
    @Transactional
    User change(
            long id, long by, AuditAction action, UnaryOperator<UserDetails> change, @Nullable String passwordHash) {
        List<Long> staff = lockStaffAnd(id);
        User user = users.byId(id).orElseThrow(UserChanges::notFound);
        UserDetails before = user.details();
        UserDetails after = change.apply(before);
        if (before.isActiveStaff() && !after.isActiveStaff()) {
            refuseToShutOut(id, by, staff);
        }
        if (!after.username().equals(before.username())) {
            refuseTaken(after.username(), id);
        }
        user.become(after);
        if (passwordHash != null) {
            user.replacePassword(passwordHash);
            logins.endAllOf(id, EndReason.PASSWORD_CHANGED, null);
        }
        Facts changed = after.facts();
        audit.recordChange(
                action, id, before.facts(), passwordHash == null ? changed : changed.withHidden("password", id));
        changes.fire(new UserChanged(id));
        return user;
    }

    /**
     * Shuts the user out for good and takes its keys and sessions away; what it leaves behind is erased afterwards. A deletion that
     * has begun already just goes on.
     *
     * @param by who asks for it
     * @throws ApiException 404 if there is no such user, 409 if nobody could administer the service any more
     */
    @Transactional
    void beginDeletion(long id, long by) {
        List<Long> staff = lockStaffAnd(id);
        User user = users.findByIdOptional(id).orElseThrow(UserChanges::notFound);
        if (user.isBeingDeleted()) {
            return;
        }
        refuseToShutOut(id, by, staff);
        audit.record(AuditAction.USER_DELETE, id, user.details().facts(), Facts.NONE);
        user.beginDeletion(clock.instant());
        sessions.takeAllOf(id);
        logins.endAllOf(id, EndReason.USER_DELETED, null);
        keys.deleteAllOf(id);
        changes.fire(new UserChanged(id));
    }

    /** Locks the user and all active staff users; answers the ids of the latter. */
    private List<Long> lockStaffAnd(long id) {
        List<?> rows = database.createNativeQuery("""
                SELECT id, is_staff AND is_active AS rules FROM users
                WHERE deleting_since IS NULL AND (id = :id OR (is_staff AND is_active))
                ORDER BY id FOR NO KEY UPDATE""", Tuple.class)
                .setParameter("id", id)
                .getResultList();
        return rows.stream()
                .map(Tuple.class::cast)
                .filter(row -> row.get("rules", Boolean.class))
                .map(row -> row.get("id", Long.class))
                .toList();
    }

    private static void refuseToShutOut(long id, long by, List<Long> staff) {
        if (id == by) {
            throw new ApiException(ProblemType.OWN_ACCOUNT, "This is your own account; another staff user can do it.");
        }
        if (staff.equals(List.of(id))) {
            throw new ApiException(
                    ProblemType.LAST_STAFF_USER,
                    "Nobody could administer the service any more; make another staff user first.");
        }
    }

    private void refuseTaken(String username, long id) {
        if (users.named(username).filter(other -> other.id() != id).isPresent()) {
            throw FieldErrors.invalid("username", "is already taken");
        }
    }

    static ApiException notFound() {
        return new ApiException(ProblemType.USER_NOT_FOUND, "There is no such user.");
    }
}
