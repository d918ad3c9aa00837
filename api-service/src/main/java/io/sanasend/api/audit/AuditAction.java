package io.sanasend.api.audit;

import java.util.Arrays;
import java.util.Optional;

/** What is audited, as {@code object.verb}. The names are stored, so they stay. */
public enum AuditAction {
    USER_CREATE("user.create"),
    USER_CHANGE("user.change"),
    USER_PASSWORD("user.password"),
    USER_ACTIVATE("user.activate"),
    USER_DEACTIVATE("user.deactivate"),
    USER_DELETE("user.delete"),
    KEY_CREATE("api-key.create"),
    KEY_CHANGE("api-key.change"),
    KEY_DELETE("api-key.delete"),
    SESSION_INIT("session.init"),
    SESSION_REFRESH_QR("session.refresh-qr"),
    SESSION_PAIRING_CODE("session.pairing-code"),
    SESSION_RECONNECT("session.reconnect"),
    SESSION_DISCONNECT("session.disconnect"),
    SESSION_LOGOUT("session.logout"),
    SESSION_DELETE("session.delete"),
    /** The worker did not do what was asked for, and what the owner wants is again what it was. */
    SESSION_NOT_DONE("session.not-done"),
    SESSION_SET_PRIMARY("session.set-primary"),
    SESSION_SET_PACING("session.set-pacing"),
    SESSION_RESET_PACING("session.reset-pacing"),
    QUEUE_PAUSE("queue.pause"),
    QUEUE_RESUME("queue.resume"),
    QUEUE_REQUEUE("queue.requeue"),
    QUEUE_DROP("queue.drop"),
    WORK_RUN("scheduled-work.run");

    private final String wireName;

    AuditAction(String wireName) {
        this.wireName = wireName;
    }

    static Optional<AuditAction> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(action -> action.wireName.equals(name))
                .findFirst();
    }

    /** As it is stored and shown. */
    public String wireName() {
        return wireName;
    }

    /** The kind of thing it is done to. */
    String objectKind() {
        return wireName.substring(0, wireName.indexOf('.'));
    }
}
