package io.sanasend.api.account;

import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.quarkus.panache.common.Sort;
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

    private final Clock clock;

    public Users(Clock clock) {
        this.clock = clock;
    }

    /** The user, if it exists and may use the service now. */
    @Transactional
    public Optional<User> active(long id) {
        return findByIdOptional(id).filter(User::isActive);
    }

    /** The user of that id. */
    @Transactional
    public Optional<User> byId(long id) {
        return findByIdOptional(id);
    }

    /** The user of that name. */
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
    Optional<User> create(NewUser details, String passwordHash) {
        if (named(details.username()).isPresent()) {
            return Optional.empty();
        }
        User user = new User(details, passwordHash, clock.instant());
        persist(user);
        return Optional.of(user);
    }

    /**
     * Whether the failure says that two callers took the same name at once, and this one lost.
     *
     * @param failure what {@link #create} threw
     */
    static boolean isNameTaken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConstraintViolationException violation) {
                return "users_username_unique".equals(violation.getConstraintName());
            }
        }
        return false;
    }

    /** One page of the users that fit, oldest first, with the number of all that fit. */
    @Transactional
    Found search(@Nullable String text, @Nullable Boolean active, int offset, int size) {
        List<String> conditions = new ArrayList<>(List.of("1 = 1"));
        Map<String, Object> parameters = new HashMap<>();
        if (text != null && !text.isBlank()) {
            conditions.add("(lower(username) like :text escape '!' or lower(email) like :text escape '!'"
                    + " or lower(firstName) like :text escape '!' or lower(lastName) like :text escape '!')");
            parameters.put("text", "%" + escaped(text.toLowerCase(Locale.ROOT)) + "%");
        }
        if (active != null) {
            conditions.add("active = :active");
            parameters.put("active", active);
        }
        PanacheQuery<User> query = find(String.join(" and ", conditions), Sort.by("id"), parameters);
        return new Found(query.count(), query.range(offset, offset + size - 1).list());
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    /** A page of users. */
    record Found(long count, List<User> users) {}
}
