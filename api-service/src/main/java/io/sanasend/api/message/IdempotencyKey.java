package io.sanasend.api.message;

import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.security.Digests;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By which a caller repeats a request without sending twice. {@code toString} does not show it.
 *
 * @param value as the caller chose it
 * @param requestHash of everything that was asked for; with another one the key is taken
 */
record IdempotencyKey(String value, String requestHash) {

    static final String HEADER = "Idempotency-Key";

    /** Says that an answer is about a message which an earlier request with the same key had sent. */
    static final String REPLAYED = "Idempotency-Replayed";

    static final String DESCRIPTION =
            "Makes it safe to repeat the request, for 24 hours: the same key and request is answered with the present state"
                    + " of the first message. 1 to 255 printable characters, for example a UUID";

    private static final Pattern FORM = Pattern.compile("[!-~]([ -~]{0,253}[!-~])?");

    /**
     * The key of a request, or null if it has none.
     *
     * @param validity counts only if it is given, so that keys of requests without one stay good
     * @param request what else is asked for, each part in its place
     * @throws io.sanasend.api.problem.InvalidRequest if the header cannot be a key
     */
    static @Nullable IdempotencyKey of(
            @Nullable List<String> headers, @Nullable Integer validity, @Nullable String... request) {
        if (headers == null || headers.isEmpty()) {
            return null;
        }
        String value = headers.getFirst();
        if (headers.size() > 1 || !FORM.matcher(value).matches()) {
            throw FieldErrors.invalid(HEADER, "must be one text of 1 to 255 printable ASCII characters");
        }
        return new IdempotencyKey(value, hash(validity, request));
    }

    /** Each part with its length before it, so that no two requests look the same. */
    private static String hash(@Nullable Integer validity, @Nullable String... parts) {
        MessageDigest sha256 = Digests.newSha256();
        if (validity != null) {
            sha256.update(("validity=" + validity + ";").getBytes(StandardCharsets.UTF_8));
        }
        for (String part : parts) {
            String sized = part == null ? "-" : part.length() + ":" + part;
            sha256.update(sized.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    @Override
    public String toString() {
        return "IdempotencyKey[…]";
    }
}
