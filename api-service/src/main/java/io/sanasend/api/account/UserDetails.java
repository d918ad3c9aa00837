package io.sanasend.api.account;

import io.sanasend.api.audit.Facts;

/** What staff decide about a user; the password is handed over apart, and never kept. */
public record UserDetails(
        String username,
        String email,
        String firstName,
        String lastName,
        boolean staff,
        boolean active,
        int maxMessagesPerDay,
        int maxMessagesPerMinute) {

    /** As they are audited: who it is in person is not. */
    public Facts facts() {
        return Facts.NONE
                .with("username", username)
                .withHidden("email", email)
                .withHidden("first_name", firstName)
                .withHidden("last_name", lastName)
                .with("is_staff", staff)
                .with("is_active", active)
                .with("max_messages_per_day", maxMessagesPerDay)
                .with("max_messages_per_minute", maxMessagesPerMinute);
    }

    /** Whether this user may administer the service. */
    public boolean isActiveStaff() {
        return staff && active;
    }

    /** The same user, let in or shut out. */
    public UserDetails withActive(boolean activeNow) {
        return new UserDetails(
                username, email, firstName, lastName, staff, activeNow, maxMessagesPerDay, maxMessagesPerMinute);
    }
}
