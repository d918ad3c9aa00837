package io.sanasend.model.session;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a session is in its state.
 *
 * @param code snake case; our own codes are the constants below, WhatsApp's logout reasons are carried through as they
 *     are
 * @param advice one sentence for the owner or operator: what to do next; absent when there is nothing to do
 */
public record StateReason(String code, @Nullable String advice) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9_]{1,64}");

    public StateReason {
        if (!FORM.matcher(code).matches()) {
            throw new IllegalArgumentException("a reason code is snake case, at most 64 characters");
        }
    }

    public static StateReason of(String code) {
        return new StateReason(code, null);
    }

    public static StateReason of(String code, String advice) {
        return new StateReason(code, advice);
    }
}
