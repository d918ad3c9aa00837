package io.sanasend.model.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Whom a message goes to, normalised: the digits of an E.164 number without the plus sign, or a group id
 * {@code <digits[-digits]>@g.us}.
 *
 * <p>{@link #toString()} keeps only the last two digits, so that a recipient can stand in a log.
 */
public record Recipient(@JsonValue String value) {

    private static final Pattern PHONE = Pattern.compile("[1-9][0-9]{5,14}");
    private static final Pattern GROUP = Pattern.compile("[0-9]{5,25}(-[0-9]{5,15})?@g\\.us");

    @JsonCreator
    public Recipient {
        if (!PHONE.matcher(value).matches() && !GROUP.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a recipient is the digits of an E.164 number without '+', or a group id ending in @g.us");
        }
    }

    public boolean isGroup() {
        return value.endsWith("@g.us");
    }

    /** The id WhatsApp uses for it: {@code <phone>@c.us} or the group id. */
    public String chatId() {
        return isGroup() ? value : value + "@c.us";
    }

    @Override
    public String toString() {
        String digits = isGroup() ? value.substring(0, value.indexOf('@')) : value;
        return "…" + digits.substring(digits.length() - 2) + (isGroup() ? "@g.us" : "");
    }
}
