package io.sanasend.api.session;

import io.sanasend.model.session.SessionId;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is left to say of a session that was deleted. */
@Schema(name = "DeletedSession")
public record DeletedSession(
        @Schema(description = "False", examples = "false") boolean exists,

        @Schema(examples = "1") long id,

        @Schema(examples = "u1") String sessionId,

        @Schema(enumeration = "deleted") String status) {

    public static DeletedSession of(long id, SessionId name) {
        return new DeletedSession(false, id, name.value(), "deleted");
    }
}
