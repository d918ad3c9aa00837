package io.sanasend.model.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How far a message got, as WhatsApp counts it. On the wire it is WhatsApp's own number.
 *
 * <p>Acks can arrive late, twice and out of order; compare with {@link #atLeast}.
 */
public enum Ack {
    /** Refused: by the server, or by the page before it went out. */
    FAILED(-1),
    /** In the page's store; whether it went out is not known. */
    PENDING(0),
    /** WhatsApp's server took it. */
    SERVER(1),
    /** It reached a device of the recipient. */
    DELIVERED(2),
    /** The recipient read it. */
    READ(3),
    /** The recipient played it (voice messages). */
    PLAYED(4);

    private final int level;

    Ack(int level) {
        this.level = level;
    }

    /** WhatsApp's number for it, -1 to 4. */
    @JsonValue
    public int level() {
        return level;
    }

    public boolean atLeast(Ack other) {
        return level >= other.level;
    }

    /** The ack of WhatsApp's number; levels beyond the known ones count as the nearest known one. */
    @JsonCreator
    public static Ack ofLevel(int level) {
        for (Ack ack : values()) {
            if (ack.level == level) {
                return ack;
            }
        }
        return level < 0 ? FAILED : PLAYED;
    }
}
