package io.sanasend.api.security;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an API key may be used for. A login has all scopes its user can have. The wire names are constants, because
 * {@code @RolesAllowed} names them.
 */
public enum Scope {
    SEND_MESSAGES(Scope.MESSAGES_SEND),
    READ_MESSAGES(Scope.MESSAGES_READ),
    /** See, start, stop and delete sessions. */
    MANAGE_SESSIONS(Scope.SESSIONS),
    /** See what was sent and asked for, in figures and call by call. */
    READ_ANALYTICS(Scope.ANALYTICS),
    /** See, make and revoke the user's own API keys. */
    MANAGE_KEYS(Scope.KEYS),
    /** Everything staff may do; only keys of staff users can have it. */
    ADMINISTER(Scope.ADMIN);

    public static final String MESSAGES_SEND = "messages:send";
    public static final String MESSAGES_READ = "messages:read";
    public static final String SESSIONS = "sessions:manage";
    public static final String ANALYTICS = "analytics:read";
    public static final String KEYS = "keys:manage";
    public static final String ADMIN = "admin";

    private final String wireName;

    Scope(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    /**
     * The scope of that wire name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static Scope ofWireName(String name) {
        for (Scope scope : values()) {
            if (scope.wireName.equals(name)) {
                return scope;
            }
        }
        throw new IllegalArgumentException(
                "must be one of " + Arrays.stream(values()).map(Scope::wireName).collect(Collectors.joining(", ")));
    }

    /** Every scope but {@link #ADMINISTER}: what a key has when nothing else is asked for. */
    public static Set<Scope> ordinary() {
        return EnumSet.complementOf(EnumSet.of(ADMINISTER));
    }

    /** Every scope a user can have. */
    public static Set<Scope> ofUser(boolean staff) {
        return staff ? EnumSet.allOf(Scope.class) : ordinary();
    }
}
