package io.sanasend.simulator.account;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A phone number as WhatsApp writes it: 7 to 15 digits, country code first, no plus sign. */
public record PhoneNumber(String digits) {

    private static final Pattern FORM = Pattern.compile("[1-9]\\d{6,14}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PhoneNumber {
        if (!FORM.matcher(digits).matches()) {
            throw new IllegalArgumentException("a phone number has 7 to 15 digits and does not begin with 0");
        }
    }

    /** Whether the text is a phone number once a leading plus sign, spaces and hyphens are gone. */
    public static boolean isNumber(String text) {
        return FORM.matcher(bare(text)).matches();
    }

    /** Reads a number as people write it. */
    public static PhoneNumber parse(String text) {
        return new PhoneNumber(bare(text));
    }

    private static String bare(String text) {
        return text.replaceFirst("^\\+", "").replaceAll("[\\s-]", "");
    }

    @Override
    @JsonValue
    public String digits() {
        return digits;
    }
}
