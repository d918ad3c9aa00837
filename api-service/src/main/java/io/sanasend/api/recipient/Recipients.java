package io.sanasend.api.recipient;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.quarkus.runtime.StartupEvent;
import io.sanasend.model.message.Recipient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads recipients as people write them: E.164 with or without the plus sign, with spaces and punctuation; national
 * numbers if there is a default region; group ids as they are. Whether a number is on WhatsApp is not known here, so its
 * form is checked and not whether its range is in use: new ranges are opened faster than libraries learn of them.
 */
@ApplicationScoped
public class Recipients {

    public static final String RULE = "must be a phone number with its country code, or a group id ending in @g.us";

    /** The rule of {@link #parsePhone}. */
    public static final String PHONE_RULE = "must be a phone number with its country code";

    private static final int MAX_LENGTH = 64;
    private static final Pattern PUNCTUATED = Pattern.compile("\\+?[0-9\\s().\\-/\u00a0]+");
    private static final String GROUP_SUFFIX = "@g.us";
    private static final String PHONE_SUFFIX = "@c.us";

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final @Nullable String region;

    public Recipients(RecipientConfig config) {
        this.region = config.defaultRegion()
                .map(name -> name.toUpperCase(Locale.ROOT))
                .orElse(null);
        if (region != null && !numbers.getSupportedRegions().contains(region)) {
            throw new IllegalArgumentException("SANASEND_DEFAULT_REGION is not a known two-letter region: " + region);
        }
    }

    /** Loads the tables now, so that the first message does not wait for them. */
    void warmUp(@Observes StartupEvent start) {
        parse("+4915112345678");
    }

    /** The recipient, or empty if the text is none. */
    public Optional<Recipient> parse(String text) {
        String given = text.strip();
        if (given.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        if (given.endsWith(GROUP_SUFFIX)) {
            return group(given);
        }
        String number = given.endsWith(PHONE_SUFFIX) ? given.substring(0, given.indexOf('@')) : given;
        return PUNCTUATED.matcher(number).matches() ? phone(number) : Optional.empty();
    }

    /** The recipient, or empty if the text is no phone number. */
    public Optional<Recipient> parsePhone(String text) {
        return parse(text).filter(recipient -> !recipient.isGroup());
    }

    private Optional<Recipient> phone(String number) {
        String digits = number.replaceAll("[^0-9]", "");
        if (number.startsWith("+")) {
            return read("+" + digits, null);
        }
        if (digits.startsWith("00")) {
            return read("+" + digits.substring(2), null);
        }
        Optional<Recipient> international = digits.startsWith("0") ? Optional.empty() : read("+" + digits, null);
        return international.or(() -> region == null ? Optional.empty() : read(digits, region));
    }

    private Optional<Recipient> read(String digits, @Nullable String home) {
        try {
            PhoneNumber number = numbers.parse(digits, home);
            if (numbers.isPossibleNumberWithReason(number) != ValidationResult.IS_POSSIBLE) {
                return Optional.empty();
            }
            return Optional.of(
                    new Recipient(numbers.format(number, PhoneNumberFormat.E164).substring(1)));
        } catch (NumberParseException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Recipient> group(String id) {
        try {
            return Optional.of(new Recipient(id));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
