package io.sanasend.api.account;

import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** Changes users as staff would. */
@ApplicationScoped
@Unremovable
public class TestUsers {

    private final Users users;
    private final Event<UserChanged> changes;

    TestUsers(Users users, Event<UserChanged> changes) {
        this.users = users;
        this.changes = changes;
    }

    @Transactional
    public void deactivate(long userId) {
        users.update("active = false where id = ?1", userId);
        changes.fire(new UserChanged(userId));
    }
}
