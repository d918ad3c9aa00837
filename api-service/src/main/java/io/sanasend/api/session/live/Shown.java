package io.sanasend.api.session.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.api.session.DeletedSession;
import io.sanasend.api.session.SessionView;
import io.sanasend.model.session.SessionState;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A session as all who watch it are shown it at one moment. Immutable; made once for all of them.
 *
 * @param face what a {@code state} event tells; absent once the session is deleted
 * @param qr the text of the QR code; a secret
 * @param json the data of an event
 */
record Shown(@Nullable Face face, @Nullable String qr, String json) {

    /** What is news when it changes. When it was last active is none. */
    record Face(
            String name,
            SessionState state,
            String reason,
            @Nullable String advice,
            @Nullable String phone,
            boolean primary) {}

    static Shown of(SessionView view, ObjectMapper json) {
        Face face = new Face(
                view.instanceName(),
                view.status(),
                view.statusReason(),
                view.statusAdvice(),
                view.phoneNumber(),
                view.isPrimary());
        return new Shown(face, view.qrPayload(), write(view, json));
    }

    static Shown of(DeletedSession deleted, ObjectMapper json) {
        return new Shown(null, null, write(deleted, json));
    }

    boolean isLast() {
        return face == null;
    }

    private static String write(Object value, ObjectMapper json) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "Shown[" + (face == null ? "deleted" : face.state().wireName()) + "]";
    }
}
