package io.sanasend.api.message;

import io.sanasend.api.problem.FieldErrors;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** For how long the number of a message may be unable to send before the message is too late; time in which it could does not count. */
final class Validity {

    static final int MIN_SECONDS = 60;
    static final int MAX_SECONDS = 604_800;
    static final Duration DEFAULT = Duration.ofHours(4);

    static final String DESCRIPTION =
            "Seconds for which its number may be unable to send before the message expires; waiting"
                    + " for its turn does not count. Absent: 14400, which is four hours";

    private Validity() {}

    /** As it was asked for, within the bounds. */
    static Duration of(@Nullable Integer seconds) {
        return seconds == null ? DEFAULT : Duration.ofSeconds(seconds);
    }

    /**
     * The value of a form field; null if it is absent or empty.
     *
     * @throws io.sanasend.api.problem.InvalidRequest if it is no number of seconds within the bounds
     */
    static @Nullable Integer parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String digits = text.strip();
        int seconds = digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : -1;
        if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
            throw FieldErrors.invalid(
                    "validity", "must be a number of seconds from " + MIN_SECONDS + " to " + MAX_SECONDS);
        }
        return seconds;
    }
}
