package io.sanasend.model.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The id under which WhatsApp knows a message: {@code 3EB0} and 18 upper-case hexadecimal digits.
 *
 * <p>It is chosen by the api before the first attempt. The same id twice is one message to the server and to the
 * recipient. The full key (chat, direction) is built in the page once the chat is resolved.
 *
 * @param value the id part alone
 */
public record WaMessageId(@JsonValue String value) {

    private static final Pattern FORM = Pattern.compile("3EB0[0-9A-F]{18}");

    @JsonCreator
    public WaMessageId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a WhatsApp message id is 3EB0 and 18 upper-case hexadecimal digits");
        }
    }

    public static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
