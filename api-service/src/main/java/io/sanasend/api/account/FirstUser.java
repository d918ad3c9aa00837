package io.sanasend.api.account;

import io.quarkus.runtime.StartupEvent;
import io.sanasend.api.StartRefused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Makes the first staff user, from the settings, when there is no user at all. Without it nobody could ever log in, so
 * the service does not start then.
 */
@ApplicationScoped
class FirstUser {

    private static final Logger LOG = Logger.getLogger(FirstUser.class);

    private final Users users;
    private final PasswordHashes hashes;
    private final AccountConfig config;

    FirstUser(Users users, PasswordHashes hashes, AccountConfig config) {
        this.users = users;
        this.hashes = hashes;
        this.config = config;
    }

    void onStart(@Observes StartupEvent start) {
        if (!users.isEmpty()) {
            return;
        }
        String username = config.adminUsername().orElse("").strip();
        String password = config.adminPassword().orElse("");
        if (username.isEmpty() || password.length() < PasswordRules.MIN_LENGTH) {
            throw new StartRefused(List.of("there is no user yet: set SANASEND_ADMIN_USERNAME and"
                    + " SANASEND_ADMIN_PASSWORD (at least 8 characters) for the first start"));
        }
        UserDetails admin = new UserDetails(
                username, "", "", "", true, true, config.maxMessagesPerDay(), config.maxMessagesPerMinute());
        create(admin, hashes.hash(password));
    }

    private void create(UserDetails admin, String passwordHash) {
        try {
            users.create(admin, passwordHash);
            LOG.info("Made the first staff user, as set by SANASEND_ADMIN_USERNAME");
        } catch (RuntimeException e) {
            // Two replicas that start together both find no user; one of them makes it.
            if (!Users.isNameTaken(e)) {
                throw e;
            }
        }
    }
}
