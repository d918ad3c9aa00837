package io.sanasend.api.message;

import io.sanasend.api.session.LinkedSession;
import io.sanasend.model.message.MessageStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A message as it is read; {@link MessageQueue} and {@link StatusLadder} alone write it, by statements that respect the order of its statuses. */
@Entity
@Immutable
@Table(name = "messages")
class StoredMessage {

    @Id
    private long id;

    @Column(name = "user_id")
    private long userId;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "session_id")
    private LinkedSession session;

    private String recipient;

    @Column(name = "message_type")
    private String messageType;

    private @Nullable String content;
    private @Nullable String caption;
    private @Nullable String filename;
    private @Nullable String mimetype;

    @Column(name = "media_key")
    private @Nullable String mediaKey;

    private @Nullable String reference;
    private MessageStatus status;

    @Column(name = "wa_message_id")
    private String waMessageId;

    private int attempts;

    @Column(name = "error_code")
    private @Nullable String errorCode;

    @Column(name = "error_message")
    private @Nullable String errorMessage;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "sent_at")
    private @Nullable Instant sentAt;

    @Column(name = "delivered_at")
    private @Nullable Instant deliveredAt;

    @Column(name = "read_at")
    private @Nullable Instant readAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected StoredMessage() {}

    long id() {
        return id;
    }

    LinkedSession session() {
        return session;
    }

    String recipient() {
        return recipient;
    }

    String messageType() {
        return messageType;
    }

    @Nullable
    String content() {
        return content;
    }

    @Nullable
    String caption() {
        return caption;
    }

    @Nullable
    String filename() {
        return filename;
    }

    @Nullable
    String mimetype() {
        return mimetype;
    }

    @Nullable
    String mediaKey() {
        return mediaKey;
    }

    @Nullable
    String reference() {
        return reference;
    }

    MessageStatus status() {
        return status;
    }

    /** Its id at WhatsApp, once WhatsApp has it. */
    @Nullable
    String whatsappId() {
        return sentAt == null ? null : waMessageId;
    }

    int attempts() {
        return attempts;
    }

    @Nullable
    String errorCode() {
        return errorCode;
    }

    @Nullable
    String errorMessage() {
        return errorMessage;
    }

    Instant createdAt() {
        return createdAt;
    }

    @Nullable
    Instant sentAt() {
        return sentAt;
    }

    @Nullable
    Instant deliveredAt() {
        return deliveredAt;
    }

    @Nullable
    Instant readAt() {
        return readAt;
    }
}
