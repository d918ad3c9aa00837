package io.sanasend.api.account;

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
