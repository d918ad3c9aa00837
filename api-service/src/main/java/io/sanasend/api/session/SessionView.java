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
public record SessionView(
        @Schema(description = "True", examples = "true") boolean exists,

        @Schema(description = "Names the session in paths and messages", examples = "1")
        long id,

        @JsonProperty("instance_name") @Schema(description = "As its owner named it", examples = "Support desk")
        String instanceName,

        @Schema(description = "Another name for it, good wherever the id is", examples = "u1")
        String sessionId,

        @Schema(examples = "qr_pending") SessionState status,

        @JsonProperty("status_reason")
        @Schema(description = "Why it is in this state, in snake case", examples = "qr_waiting")
        String statusReason,

        @JsonProperty("status_advice") @Schema(description = "What to do next, if there is anything to do") @Nullable
        String statusAdvice,

        @Schema(description = "The linked number in digits", examples = "4915112345678") @Nullable
        String phoneNumber,

        @Schema(description = "Whether it can send now", examples = "false")
        boolean isReady,

        @Schema(description = "The QR code as a PNG data URL") @Nullable
        String qrCode,

        @Schema(description = "The text in the QR code") @Nullable
        String qrPayload,

        @Schema(description = "When WhatsApp is expected to show the next one") @Nullable
        Instant qrExpiresAt,

        @Schema(description = "Since when it is connected, or when it last was") @Nullable
        Instant connectedAt,

        @Schema(description = "When it was last heard of as connected") @Nullable
        Instant lastActiveAt,

        @JsonProperty("is_primary") @Schema(description = "Meant wherever no session is named", examples = "true")
        boolean isPrimary)
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
