package io.sanasend.api.pacing;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why the next message of a number waits although the number could send. */
public enum RestReason {
    /** The last message went out only just now. */
    INTERVAL,
    /** As many as allowed went out within the last minute. */
    PER_MINUTE,
    /** As many as allowed went out within the last hour. */
    PER_HOUR,
    /** Its recipient was never written to, and today's budget for these is used up. */
    NEW_RECIPIENTS,
    /** WhatsApp gave a warning. */
    WARNING,
    /** The operator paused the number. */
    PAUSED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
