package io.sanasend.model.session;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Where a session stands. {@code initializing → qr_pending → connected}, {@code connected ⇄ reconnecting}, and the
 * three ends. Whether the number is linked is kept apart from the state.
 */
public enum SessionState {
    /** A browser is being started, or the page is not yet known to be linked or not. */
    INITIALIZING,
    /** A QR code waits to be scanned. */
    QR_PENDING,
    /** Linked, and in sync with WhatsApp: it can send. */
    CONNECTED,
    /** Linked, but cut off for now; it comes back by itself. */
    RECONNECTING,
    /** Stopped by its owner; still linked. */
    DISCONNECTED,
    /** Unlinked, by the phone or by its owner; a new QR is needed. */
    LOGGED_OUT,
    /** Gave up; the reason says why and what to do. */
    FAILED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state of that wire name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static SessionState ofWireName(String name) {
        for (SessionState state : values()) {
            if (state.wireName().equals(name)) {
                return state;
            }
        }
        throw new IllegalArgumentException("unknown session state: " + name);
    }

    /** No browser runs in this state. */
    public boolean isEnd() {
        return this == DISCONNECTED || this == LOGGED_OUT || this == FAILED;
    }
}
