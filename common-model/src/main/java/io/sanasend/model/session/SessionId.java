package io.sanasend.model.session;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The id of a session on the wire: {@code u<userId>} for a user's first instance, {@code u<userId>-<instanceId>} for
 * the others. Never made from a name, never used again; safe as a directory name.
 */
public record SessionId(@JsonValue String value) implements Comparable<SessionId> {

    private static final Pattern FORM = Pattern.compile("u[1-9][0-9]{0,18}(-[1-9][0-9]{0,18})?");

    @JsonCreator
    public SessionId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a session id is u<user id> or u<user id>-<instance id>");
        }
    }

    public static SessionId first(long userId) {
        return new SessionId("u" + userId);
    }

    public static SessionId of(long userId, long instanceId) {
        return new SessionId("u" + userId + "-" + instanceId);
    }

    @Override
    public int compareTo(SessionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
