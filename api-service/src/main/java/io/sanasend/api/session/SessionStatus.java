package io.sanasend.api.session;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The status of the primary session, or that there is none. */
@Schema(
        name = "SessionStatus",
        oneOf = {SessionView.class, SessionStatus.NoSession.class})
sealed interface SessionStatus permits SessionView, SessionStatus.NoSession {

    /** Stands for the primary session of a user without any. */
    @Schema(name = "NoSession")
    record NoSession(
            boolean exists,
            @Schema(enumeration = "not_found") String status) implements SessionStatus {

        static final NoSession ANSWER = new NoSession(false, "not_found");
    }
}
