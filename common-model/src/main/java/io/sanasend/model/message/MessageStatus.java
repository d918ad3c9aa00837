package io.sanasend.model.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Where a message stands. It only moves forward: queued, sending, sent, delivered, read; or it ends failed, expired or
 * cancelled. Only a message that was never attempted can become expired or cancelled.
 */
public enum MessageStatus {
    /** Accepted and stored; no attempt yet. */
    QUEUED(0),
    /** At least one attempt was begun and none is settled, back-off included. */
    SENDING(1),
    /** WhatsApp's server took it. */
    SENT(2),
    DELIVERED(3),
    READ(4),
    /** Refused for good, with an error code. */
    FAILED(9),
    /** Its validity ended before the first attempt. */
    EXPIRED(9),
    /** Its owner withdrew it before the first attempt. */
    CANCELLED(9);

    private final int rank;
    private final String wireName;

    MessageStatus(int rank) {
        this.rank = rank;
        this.wireName = name().toLowerCase(Locale.ROOT);
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    /**
     * The status of that wire name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static MessageStatus ofWireName(String name) {
        for (MessageStatus status : values()) {
            if (status.wireName.equals(name)) {
                return status;
            }
        }
        throw new IllegalArgumentException("unknown message status: " + name);
    }

    /** Nothing more will be tried: WhatsApp has it, or never will. */
    public boolean isSettled() {
        return rank >= SENT.rank;
    }

    /** Whether a message in this status may move to the other one. */
    public boolean canBecome(MessageStatus next) {
        return switch (next) {
            case QUEUED -> false;
            case SENDING -> this == QUEUED;
            case SENT, DELIVERED, READ -> rank < next.rank;
            case FAILED -> this == QUEUED || this == SENDING;
            case EXPIRED, CANCELLED -> this == QUEUED;
        };
    }

    /** What an ack of WhatsApp says about the status. */
    public static MessageStatus ofAck(Ack ack) {
        return switch (ack) {
            case FAILED -> FAILED;
            case PENDING -> SENDING;
            case SERVER -> SENT;
            case DELIVERED -> DELIVERED;
            case READ, PLAYED -> READ;
        };
    }
}
