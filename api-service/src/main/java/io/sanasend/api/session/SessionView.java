package io.sanasend.api.session;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sanasend.model.session.QrCode;
import io.sanasend.model.session.SessionState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A session as its owner sees it. {@code toString} leaves the QR code and the number out. */
@Schema(name = "Session")
record SessionView(
        boolean exists,
        long id,
        @JsonProperty("instance_name") String instanceName,

        @Schema(description = "The id used beside the instance id", examples = "u1")
        String sessionId,

        SessionState status,

        @JsonProperty("status_reason") @Schema(description = "Why it is in this state, in snake case")
        String statusReason,

        @JsonProperty("status_advice") @Schema(description = "What to do next, if there is anything to do") @Nullable
        String statusAdvice,

        @Nullable String phoneNumber,
        @Schema(description = "Whether it can send now") boolean isReady,

        @Schema(description = "The QR code as a PNG data URL") @Nullable
        String qrCode,

        @Schema(description = "The text in the QR code") @Nullable
        String qrPayload,

        @Nullable Instant qrExpiresAt,
        @Nullable Instant connectedAt,
        @Nullable Instant lastActiveAt,
        @JsonProperty("is_primary") boolean isPrimary)
        implements SessionStatus {

    static SessionView of(LinkedSession session, Instant now, Duration qrGrace) {
        Optional<QrCode> qr = session.qr(now, qrGrace);
        return new SessionView(
                true,
                session.id(),
                session.instanceName(),
                session.wireId().value(),
                session.state(),
                session.reason().code(),
                session.reason().advice(),
                session.phone(),
                session.state() == SessionState.CONNECTED,
                qr.map(QrCode::payload).map(QrImage::dataUrl).orElse(null),
                qr.map(QrCode::payload).orElse(null),
                qr.map(QrCode::expiresAt).orElse(null),
                session.connectedAt(),
                session.lastActiveAt(),
                session.isPrimary());
    }

    @Override
    public String toString() {
        return "SessionView[" + sessionId + ", " + status.wireName() + "]";
    }
}
