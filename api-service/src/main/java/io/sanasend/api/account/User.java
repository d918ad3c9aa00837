package io.sanasend.api.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

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

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected User() {}

    User(NewUser details, String passwordHash, Instant createdAt) {
        this.username = details.username();
        this.email = details.email();
        this.passwordHash = passwordHash;
        this.firstName = details.firstName();
        this.lastName = details.lastName();
        this.staff = details.staff();
        this.active = true;
        this.maxMessagesPerDay = details.maxMessagesPerDay();
        this.maxMessagesPerMinute = details.maxMessagesPerMinute();
        this.createdAt = createdAt;
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

    String passwordHash() {
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
