package io.sanasend.local.files;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** Makes passwords and keys that need no quoting anywhere: URL-safe base64 of random bytes. Safe for use by several threads. */
public final class RandomSecret implements Supplier<String> {

    private static final int BYTES = 32;

    private final SecureRandom random;

    public RandomSecret(SecureRandom random) {
        this.random = random;
    }

    /** A new secret of 256 random bits in 43 characters. */
    @Override
    public String get() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
