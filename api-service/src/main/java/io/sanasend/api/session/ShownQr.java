package io.sanasend.api.session;

import io.sanasend.model.session.QrCode;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The QR code that a session's page shows, as it is kept in its row. */
@Embeddable
record ShownQr(
        @Column(name = "qr_payload") String payload,
        @Column(name = "qr_version") Long version,
        @Column(name = "qr_expires_at") Instant expiresAt) {

    static @Nullable ShownQr of(@Nullable QrCode qr) {
        return qr == null ? null : new ShownQr(qr.payload(), qr.version(), qr.expiresAt());
    }

    /** The code, if it can still be scanned. */
    Optional<QrCode> at(Instant now, Duration grace) {
        return expiresAt.plus(grace).isAfter(now)
                ? Optional.of(new QrCode(payload, version, expiresAt))
                : Optional.empty();
    }
}
