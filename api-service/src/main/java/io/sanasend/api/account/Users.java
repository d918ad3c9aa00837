package io.sanasend.api.account;

import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.quarkus.panache.common.Sort;
import io.sanasend.api.audit.Audit;
import io.sanasend.api.audit.AuditAction;
import io.sanasend.api.audit.Facts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** The users. Names are told apart without regard to case. */
@ApplicationScoped
public class Users implements PanacheRepository<User> {

    private final Audit audit;
    private final Clock clock;

    public Users(Audit audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** The user, if it exists and may use the service now. */
    @Transactional
    public Optional<User> active(long id) {
        return findByIdOptional(id).filter(User::isActive);
    }

    /** The user of that id; one that is being deleted is not there any more. */
    @Transactional
    public Optional<User> byId(long id) {
        return findByIdOptional(id).filter(user -> !user.isBeingDeleted());
    }

    /** The user of that name, which stays taken while a user is being deleted. */
    @Transactional
    public Optional<User> named(String username) {
        return find("lower(username) = ?1", username.toLowerCase(Locale.ROOT)).firstResultOptional();
    }

    @Transactional
    boolean isEmpty() {
        return count() == 0;
    }

    /** The new user, or empty if the name is taken. */
    @Transactional
    public Optional<User> create(UserDetails details, String passwordHash) {
        if (named(details.username()).isPresent()) {
            return Optional.empty();
        }
        User user = new User(details, passwordHash, clock.instant());
        persist(user);
        audit.record(AuditAction.USER_CREATE, user.id(), Facts.NONE, details.facts());
        return Optional.of(user);
    }

    /**
     * Whether the failure says that two callers took the same name at once, and this one lost.
     *
     * @param failure what {@link #create} threw
     */
    public static boolean isNameTaken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException violation) {
                return "users_username_unique".equals(violation.getConstraintName());
            }
        }
        return false;
    }

    /** One page of the users that fit, oldest first, with the number of all that fit. */
    @Transactional
    public Found search(Filter filter, int offset, int size) {
        List<String> conditions = new ArrayList<>(List.of("deletingSince is null"));
        Map<String, Object> parameters = new HashMap<>();
        String text = filter.text();
        if (text != null && !text.isBlank()) {
            conditions.add("(lower(username) like :text escape '!' or lower(email) like :text escape '!'"
                    + " or lower(firstName) like :text escape '!' or lower(lastName) like :text escape '!')");
            parameters.put("text", "%" + escaped(text.strip().toLowerCase(Locale.ROOT)) + "%");
        }
        if (filter.active() != null) {
            conditions.add("active = :active");
            parameters.put("active", filter.active());
        }
        if (filter.staff() != null) {
            conditions.add("staff = :staff");
            parameters.put("staff", filter.staff());
        }
        PanacheQuery<User> query = find(String.join(" and ", conditions), Sort.by("id"), parameters);
        return new Found(query.count(), query.range(offset, offset + size - 1).list());
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    /**
     * Which users are looked for; what is null does not matter.
     *
     * @param text part of a name or of the address
     */
    public record Filter(
            @Nullable String text,
            @Nullable Boolean active,
            @Nullable Boolean staff) {}

    /** A page of users. */
    public record Found(long count, List<User> users) {}
}
