package io.sanasend.model.wire;

import java.time.Instant;

/**
 * A code that links a number when it is typed on its phone.
 *
 * @param code letters and digits, as WhatsApp gives it; a secret while it lives, so {@code toString} leaves it out
 * @param expiresAt when another one has to be asked for
 */
public record PairingCode(String code, Instant expiresAt) {
    public PairingCode {
        if (code.isBlank()) {
            throw new IllegalArgumentException("a pairing code is not blank");
        }
    }

    @Override
    public String toString() {
        return "PairingCode[expiresAt=" + expiresAt + "]";
    }
}
