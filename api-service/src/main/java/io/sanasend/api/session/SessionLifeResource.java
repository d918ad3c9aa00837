package io.sanasend.api.session;

import io.sanasend.api.answer.Answer;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.security.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/**
 * Stops, starts and ends a user's own sessions. {@code {id}} is the instance id or the session id.
 *
 * <table>
 * <caption>Paths below {@code /api/v1/sessions}</caption>
 * <tr><td>POST {@code disconnect}, {@code disconnect/{id}}</td><td>end the browser, stay linked</td></tr>
 * <tr><td>POST {@code reconnect/{id}}</td><td>start it again</td></tr>
 * <tr><td>POST {@code logout/{id}}</td><td>unlink on WhatsApp</td></tr>
 * <tr><td>DELETE {@code delete/{id}}</td><td>unlink, erase, forget</td></tr>
 * </table>
 */
@Path("/api/v1/sessions")
@RunOnVirtualThread
@RolesAllowed(Scope.SESSIONS)
@Tag(name = "Sessions")
public class SessionLifeResource {

    private final OwnSessions own;
    private final SessionLife life;

    SessionLifeResource(OwnSessions own, SessionLife life) {
        this.own = own;
        this.life = life;
    }

    @POST
    @Path("disconnect")
    @Operation(
            operationId = "disconnectPrimarySession",
            summary = "Stop the primary session",
            description = "The number stays linked, and stays away until it is reconnected.")
    @Refuses({ProblemType.SESSION_NOT_FOUND, ProblemType.CONFLICT, ProblemType.WORKER_UNAVAILABLE})
    public Answer<SessionView> disconnectPrimary(@Context SecurityContext security) {
        return Answer.of("Session disconnected.", own.view(life.disconnect(own.primary(security))));
    }

    @POST
    @Path("disconnect/{id}")
    @Operation(
            operationId = "disconnectSession",
            summary = "Stop a session",
            description = "The number stays linked, and stays away until it is reconnected.")
    @Refuses({ProblemType.SESSION_NOT_FOUND, ProblemType.CONFLICT, ProblemType.WORKER_UNAVAILABLE})
    public Answer<SessionView> disconnect(
            @RestPath @Parameter(description = OwnSessions.ID, example = "1") String id,
            @Context SecurityContext security) {
        return Answer.of("Session disconnected.", own.view(life.disconnect(own.one(id, security))));
    }

    @POST
    @Path("reconnect/{id}")
    @Operation(
            operationId = "reconnectSession",
            summary = "Start a session again",
            description = "Without a QR code if it is still linked.")
    @Refuses({
        ProblemType.SESSION_NOT_FOUND,
        ProblemType.CONFLICT,
        ProblemType.SESSION_NOT_CONNECTED,
        ProblemType.WORKER_UNAVAILABLE,
        ProblemType.CAPACITY_EXHAUSTED
    })
    public Answer<SessionView> reconnect(
            @RestPath @Parameter(description = OwnSessions.ID, example = "1") String id,
            @Context SecurityContext security) {
        return Answer.of("Session reconnecting.", own.view(life.reconnect(own.one(id, security))));
    }

    @POST
    @Path("logout/{id}")
    @Operation(
            operationId = "logOutSession",
            summary = "Unlink a session on WhatsApp",
            description = "Ends the browser and erases its profile. The session itself stays, and can be linked anew.")
    @Refuses({
        ProblemType.SESSION_NOT_FOUND,
        ProblemType.CONFLICT,
        ProblemType.SESSION_NOT_CONNECTED,
        ProblemType.WORKER_UNAVAILABLE,
        ProblemType.CAPACITY_EXHAUSTED
    })
    public Answer<SessionView> logout(
            @RestPath @Parameter(description = OwnSessions.ID, example = "1") String id,
            @Context SecurityContext security) {
        return Answer.of("Session logged out.", own.view(life.logout(own.one(id, security))));
    }

    @DELETE
    @Path("delete/{id}")
    @Operation(
            operationId = "deleteSession",
            summary = "Delete a session",
            description =
                    "Unlinks it on WhatsApp and erases its profile first; with the worker away nothing changes. If"
                            + " it was the primary, the oldest remaining one is from now on. Its id is never used again.")
    @Refuses({
        ProblemType.SESSION_NOT_FOUND,
        ProblemType.CONFLICT,
        ProblemType.SESSION_NOT_CONNECTED,
        ProblemType.WORKER_UNAVAILABLE,
        ProblemType.CAPACITY_EXHAUSTED
    })
    public Answer<DeletedSession> delete(
            @RestPath @Parameter(description = OwnSessions.ID, example = "1") String id,
            @Context SecurityContext security) {
        LinkedSession session = own.one(id, security);
        life.delete(session);
        return Answer.of("Session deleted.", DeletedSession.of(session.id(), session.wireId()));
    }
}
