package io.sanasend.api.message;

import io.sanasend.api.problem.FieldErrors;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How long a caller wants to wait, said in the {@code Prefer} header (RFC 7240). */
final class Preference {

    private Preference() {}

    /**
     * The time to wait for the fate of a message; zero for {@code respond-async}, which goes before any {@code wait}.
     *
     * @throws io.sanasend.api.problem.InvalidRequest if {@code wait} is not a number of seconds
     */
    static Duration waitOf(List<String> headers, Duration usual, Duration most) {
        Duration wait = usual;
        for (String preference : String.join(",", headers).split(",", -1)) {
            String text = preference.strip().toLowerCase(Locale.ROOT);
            if (text.equals("respond-async")) {
                return Duration.ZERO;
            }
            if (text.startsWith("wait=")) {
                wait = seconds(text.substring("wait=".length()));
            }
        }
        return wait.compareTo(most) < 0 ? wait : most;
    }

    private static Duration seconds(String text) {
        if (!text.matches("[0-9]{1,6}")) {
            throw FieldErrors.invalid("Prefer", "wait must be a number of seconds");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }
}
