package io.sanasend.api.apikey;

import io.sanasend.api.security.Caller;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * An API key as its owner holds it: {@code wsk_<key id>_<secret><checksum>}. The checksum lets a mistyped key be refused
 * without looking anything up, and scanners recognise a leaked one. {@code toString} shows the key id alone.
 *
 * @param keyId 12 characters, by which the key is found
 * @param secret 32 characters, kept only as a keyed hash
 */
public record ApiKeyToken(String keyId, String secret) {

    private static final String PREFIX = Caller.Origin.ApiKey.PREFIX;
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ID_LENGTH = 12;
    private static final int SECRET_LENGTH = 32;
    private static final int CHECKSUM_LENGTH = 6;
    private static final Pattern FORM = Pattern.compile("wsk_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}");

    static ApiKeyToken generate(RandomGenerator random) {
        return new ApiKeyToken(randomText(random, ID_LENGTH), randomText(random, SECRET_LENGTH));
    }

    /** Reads a key as it was sent; empty if it is malformed or its checksum is wrong. */
    public static Optional<ApiKeyToken> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        int secretStart = PREFIX.length() + ID_LENGTH + 1;
        ApiKeyToken token = new ApiKeyToken(
                text.substring(PREFIX.length(), PREFIX.length() + ID_LENGTH),
                text.substring(secretStart, secretStart + SECRET_LENGTH));
        return token.text().equals(text) ? Optional.of(token) : Optional.empty();
    }

    /** What may be shown: enough to tell keys apart. */
    public static String prefix(String keyId) {
        return PREFIX + keyId;
    }

    /** The whole key. It is told once. */
    String text() {
        String unchecked = PREFIX + keyId + "_" + secret;
        return unchecked + checksum(unchecked);
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < CHECKSUM_LENGTH; i++) {
            digits.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return digits.toString();
    }

    private static String randomText(RandomGenerator random, int length) {
        return random.ints(length, 0, ALPHABET.length())
                .collect(StringBuilder::new, (text, i) -> text.append(ALPHABET.charAt(i)), StringBuilder::append)
                .toString();
    }

    @Override
    public String toString() {
        return prefix(keyId);
    }
}
