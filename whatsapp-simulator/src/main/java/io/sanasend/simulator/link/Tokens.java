package io.sanasend.simulator.link;

import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Random texts. The source is injected; outside tests it is a {@link java.security.SecureRandom}. */
public final class Tokens {

    private static final String PAIRING_LETTERS = "123456789ABCDEFGHJKLMNPQRSTVWXYZ";
    private static final int PAIRING_LENGTH = 8;

    private final RandomGenerator random;

    public Tokens(RandomGenerator random) {
        this.random = random;
    }

    /** A ref in a form like the real one: long, and without commas. */
    String ref() {
        return "2@" + Base64.getEncoder().encodeToString(bytes(96));
    }

    String deviceId() {
        return HexFormat.of().formatHex(bytes(8));
    }

    String secret() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(24));
    }

    String pairingCode() {
        StringBuilder code = new StringBuilder(PAIRING_LENGTH);
        for (int i = 0; i < PAIRING_LENGTH; i++) {
            code.append(PAIRING_LETTERS.charAt(random.nextInt(PAIRING_LETTERS.length())));
        }
        return code.toString();
    }

    /** The id of a message that a phone writes. */
    public String messageId() {
        return "3A" + HexFormat.of().withUpperCase().formatHex(bytes(9));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
