package io.sanasend.model.session;

import java.time.Instant;

/**
 * A QR code as text; whoever shows it draws it.
 *
 * @param payload what the picture encodes; a secret while it lives, so {@code toString} leaves it out
 * @param version counts up from 1 within a session's start; each rotation is a new version
 * @param expiresAt when WhatsApp is expected to rotate it
 */
public record QrCode(String payload, long version, Instant expiresAt) {
    public QrCode {
        if (payload.isBlank() || version < 1) {
            throw new IllegalArgumentException("a QR code has a payload and a version from 1");
        }
    }

    @Override
    public String toString() {
        return "QrCode[version=" + version + ", expiresAt=" + expiresAt + "]";
    }
}
