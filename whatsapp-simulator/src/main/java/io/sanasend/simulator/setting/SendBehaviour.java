package io.sanasend.simulator.setting;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one phone's sends meet, where it differs from the {@link Settings} of all. A null field means no difference.
 *
 * @param refuse as {@link Settings#refuse()}; the text {@code OK} lets this phone's sends pass although all are refused
 */
public record SendBehaviour(
        @Nullable Integer latencyMs,
        @Nullable String refuse,
        @Nullable Boolean answer,
        @Nullable Boolean answerLostAfterTaking,
        @Nullable Boolean uploads) {

    public static final SendBehaviour SAME = new SendBehaviour(null, null, null, null, null);

    private static final Pattern RESULT = Pattern.compile("OK|ERROR_[A-Z_]{1,40}");

    public SendBehaviour {
        if (latencyMs != null) {
            InvalidSetting.requireRange("latency_ms", latencyMs, 0, Settings.LONGEST_MILLIS);
        }
        requireResult(refuse);
    }

    /** What happens to a send, everything decided. */
    public record Effective(
            Duration latency,
            @Nullable String refuse,
            boolean answer,
            boolean answerLostAfterTaking,
            boolean uploads) {}

    static void requireResult(@Nullable String refuse) {
        if (refuse != null && !RESULT.matcher(refuse).matches()) {
            throw new InvalidSetting("refuse", "must be null, OK, or a result like ERROR_RATE_LIMIT");
        }
    }

    Effective over(Settings settings) {
        String refusal = refuse == null ? settings.refuse() : refuse;
        return new Effective(
                latencyMs == null ? settings.latency() : Duration.ofMillis(latencyMs),
                "OK".equals(refusal) ? null : refusal,
                answer == null ? settings.answer() : answer,
                answerLostAfterTaking == null ? settings.answerLostAfterTaking() : answerLostAfterTaking,
                uploads == null ? settings.uploads() : uploads);
    }
}
