package io.sanasend.api.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A tenant of the gateway, or a member of its staff. */
@Entity
@Table(name = "users")
public class User {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String username;
    private String email;

    @Column(name = "password_hash")
    private String passwordHash;

    @Column(name = "first_name")
    private String firstName;

    @Column(name = "last_name")
    private String lastName;

    @Column(name = "is_staff")
    private boolean staff;

    @Column(name = "is_active")
    private boolean active;

    @Column(name = "max_messages_per_day")
    private int maxMessagesPerDay;

    @Column(name = "max_messages_per_minute")
    private int maxMessagesPerMinute;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "deleting_since")
    private @Nullable Instant deletingSince;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected User() {}

    User(UserDetails details, String passwordHash, Instant createdAt) {
        become(details);
        this.passwordHash = passwordHash;
        this.createdAt = createdAt;
    }

    /** Takes over what staff decided. */
    public void become(UserDetails details) {
        this.username = details.username();
        this.email = details.email();
        this.firstName = details.firstName();
        this.lastName = details.lastName();
        this.staff = details.staff();
        this.active = details.active();
        this.maxMessagesPerDay = details.maxMessagesPerDay();
        this.maxMessagesPerMinute = details.maxMessagesPerMinute();
    }

    /** What can be decided about the user, as it is now. */
    public UserDetails details() {
        return new UserDetails(
                username, email, firstName, lastName, staff, active, maxMessagesPerDay, maxMessagesPerMinute);
    }

    /** From now on the old password is worth nothing. */
    public void replacePassword(String newPasswordHash) {
        this.passwordHash = newPasswordHash;
    }

    /** Shuts the user out for good; what it has is erased from now on. */
    public void beginDeletion(Instant now) {
        active = false;
        deletingSince = now;
    }

    public boolean isBeingDeleted() {
        return deletingSince != null;
    }

    public long id() {
        return id;
    }

    public String username() {
        return username;
    }

    public boolean isStaff() {
        return staff;
    }

    public boolean isActive() {
        return active;
    }

    String email() {
        return email;
    }

    public String passwordHash() {
        return passwordHash;
    }

    String firstName() {
        return firstName;
    }

    String lastName() {
        return lastName;
    }

    int maxMessagesPerDay() {
        return maxMessagesPerDay;
    }

    int maxMessagesPerMinute() {
        return maxMessagesPerMinute;
    }

    Instant createdAt() {
        return createdAt;
    }
}
