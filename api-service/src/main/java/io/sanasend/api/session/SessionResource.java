package io.sanasend.api.session;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sanasend.api.answer.Answer;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.problem.Text;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.Scope;
import io.sanasend.model.session.SessionState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.text.Normalizer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * A user's own sessions. {@code {id}} is the instance id or the session id; without one, the primary is meant.
 *
 * <table>
 * <caption>Paths below {@code /api/v1/sessions}</caption>
 * <tr><td>POST {@code init}</td><td>make or find the instance of a name and start it; answers with a QR code</td></tr>
 * <tr><td>GET {@code list}</td><td>all of them</td></tr>
 * <tr><td>GET {@code status}, {@code status/{id}}</td><td>one, as the table knows it</td></tr>
 * <tr><td>GET {@code {id}/qr.png}</td><td>the QR code as an image</td></tr>
 * <tr><td>POST {@code refresh-qr}, {@code refresh-qr/{id}}</td><td>a fresh QR code</td></tr>
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
public class SessionResource {

    private final LinkedSessions sessions;
    private final SessionLife life;
    private final SessionConfig config;
    private final Clock clock;

    SessionResource(LinkedSessions sessions, SessionLife life, SessionConfig config, Clock clock) {
        this.sessions = sessions;
        this.life = life;
        this.config = config;
        this.clock = clock;
    }

    @POST
    @Path("init")
    @Operation(
            operationId = "startSession",
            summary = "Start a session",
            description = "Makes or finds the instance of that name, starts it, and answers when the first QR code is"
                    + " there, at the latest after 60 seconds. The same name again answers the same session.")
    @APIResponse(responseCode = "201", description = "Made, with a QR code")
    @APIResponse(responseCode = "200", description = "There already; with a QR code, or connected")
    @APIResponse(responseCode = "202", description = "Still starting; ask for its status")
    @Refuses({
        ProblemType.CONFLICT,
        ProblemType.SESSION_LIMIT_REACHED,
        ProblemType.WORKER_UNAVAILABLE,
        ProblemType.CAPACITY_EXHAUSTED
    })
    public RestResponse<Answer<SessionView>> init(@Valid @Nullable InitBody body, @Context SecurityContext security) {
        String name = body == null ? InitBody.DEFAULT_NAME : body.name();
        LinkedSessions.Opened opened = life.init(Caller.of(security).userId(), name);
        SessionView view = view(opened.session());
        boolean starting = view.status() == SessionState.INITIALIZING;
        RestResponse.Status status = starting
                ? RestResponse.Status.ACCEPTED
                : opened.created() ? RestResponse.Status.CREATED : RestResponse.Status.OK;
        return RestResponse.status(
                status, Answer.of(starting ? "The session is starting." : "The session is started.", view));
    }

    @GET
    @Path("list")
    @Operation(operationId = "listSessions", summary = "List sessions")
    public Answer<SessionList> list(@Context SecurityContext security) {
        List<SessionView> views = sessions.of(Caller.of(security).userId()).stream()
                .map(this::view)
                .toList();
        long connected = views.stream().filter(SessionView::isReady).count();
        return Answer.of("Sessions.", new SessionList(views, views.size(), connected));
    }

    @GET
    @Path("status")
    @Operation(
            operationId = "getPrimarySessionStatus",
            summary = "Status of the primary session",
            description = "Without any session: exists is false.")
    public Answer<SessionStatus> primaryStatus(@Context SecurityContext security) {
        Optional<LinkedSession> primary = sessions.primaryOf(Caller.of(security).userId());
        return primary.isPresent()
                ? Answer.of("Session status.", view(primary.get()))
                : Answer.of("There is no session.", SessionStatus.NoSession.ANSWER);
    }

    @GET
    @Path("status/{id}")
    @Operation(operationId = "getSessionStatus", summary = "Status of a session")
    @Refuses(ProblemType.SESSION_NOT_FOUND)
    public Answer<SessionView> status(@RestPath String id, @Context SecurityContext security) {
        return Answer.of("Session status.", view(own(id, security)));
    }

    @GET
    @Path("{id}/qr.png")
    @Produces({"image/png", MediaType.APPLICATION_JSON})
    @Operation(operationId = "getQrPng", summary = "The QR code as a PNG image")
    @APIResponse(responseCode = "200", description = "The image", content = @Content(mediaType = "image/png"))
    @Refuses(ProblemType.SESSION_NOT_FOUND)
    public Response qrImage(@RestPath String id, @Context SecurityContext security) {
        byte[] png = own(id, security)
                .qr(clock.instant(), config.qrGrace())
                .map(qr -> QrImage.png(qr.payload()))
                .orElseThrow(() -> new ApiException(
                        ProblemType.NOT_FOUND, "There is no QR code now; its status says whether one is needed."));
        return Response.ok(png, "image/png").build();
    }

    @POST
    @Path("refresh-qr")
    @Operation(operationId = "refreshPrimaryQr", summary = "A fresh QR code of the primary session")
    @Refuses({
        ProblemType.SESSION_NOT_FOUND,
        ProblemType.CONFLICT,
        ProblemType.WORKER_UNAVAILABLE,
        ProblemType.CAPACITY_EXHAUSTED
    })
    public Answer<SessionView> refreshPrimaryQr(@Context SecurityContext security) {
        return Answer.of("QR code refreshed.", view(life.refreshQr(primary(security))));
    }

    @POST
    @Path("refresh-qr/{id}")
    @Operation(operationId = "refreshQr", summary = "A fresh QR code of a session")
    @Refuses({
        ProblemType.SESSION_NOT_FOUND,
        ProblemType.CONFLICT,
        ProblemType.WORKER_UNAVAILABLE,
        ProblemType.CAPACITY_EXHAUSTED
    })
    public Answer<SessionView> refreshQr(@RestPath String id, @Context SecurityContext security) {
        return Answer.of("QR code refreshed.", view(life.refreshQr(own(id, security))));
    }

    @POST
    @Path("disconnect")
    @Operation(
            operationId = "disconnectPrimarySession",
            summary = "Stop the primary session",
            description = "The number stays linked.")
    @Refuses({ProblemType.SESSION_NOT_FOUND, ProblemType.CONFLICT, ProblemType.WORKER_UNAVAILABLE})
    public Answer<SessionView> disconnectPrimary(@Context SecurityContext security) {
        return Answer.of("Session disconnected.", view(life.disconnect(primary(security))));
    }

    @POST
    @Path("disconnect/{id}")
    @Operation(operationId = "disconnectSession", summary = "Stop a session", description = "The number stays linked.")
    @Refuses({ProblemType.SESSION_NOT_FOUND, ProblemType.CONFLICT, ProblemType.WORKER_UNAVAILABLE})
    public Answer<SessionView> disconnect(@RestPath String id, @Context SecurityContext security) {
        return Answer.of("Session disconnected.", view(life.disconnect(own(id, security))));
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
        ProblemType.WORKER_UNAVAILABLE,
        ProblemType.CAPACITY_EXHAUSTED
    })
    public Answer<SessionView> reconnect(@RestPath String id, @Context SecurityContext security) {
        return Answer.of("Session reconnecting.", view(life.reconnect(own(id, security))));
    }

    @POST
    @Path("logout/{id}")
    @Operation(operationId = "logOutSession", summary = "Unlink a session on WhatsApp")
    @Refuses({ProblemType.SESSION_NOT_FOUND, ProblemType.CONFLICT, ProblemType.WORKER_UNAVAILABLE})
    public Answer<SessionView> logout(@RestPath String id, @Context SecurityContext security) {
        return Answer.of("Session logged out.", view(life.logout(own(id, security))));
    }

    @DELETE
    @Path("delete/{id}")
    @Operation(
            operationId = "deleteSession",
            summary = "Delete a session",
            description = "Unlinks it on WhatsApp and erases its profile first.")
    @Refuses({ProblemType.SESSION_NOT_FOUND, ProblemType.CONFLICT, ProblemType.WORKER_UNAVAILABLE})
    public Answer<DeletedSession> delete(@RestPath String id, @Context SecurityContext security) {
        LinkedSession session = own(id, security);
        life.delete(session);
        return Answer.of(
                "Session deleted.",
                new DeletedSession(session.id(), session.wireId().value(), "deleted"));
    }

    private LinkedSession own(String reference, SecurityContext security) {
        return sessions.byReference(Caller.of(security).userId(), reference).orElseThrow(LinkedSessions::notFound);
    }

    private LinkedSession primary(SecurityContext security) {
        return sessions.primaryOf(Caller.of(security).userId()).orElseThrow(LinkedSessions::notFound);
    }

    private SessionView view(LinkedSession session) {
        return SessionView.of(session, clock.instant(), config.qrGrace());
    }

    /** Which instance to start. */
    @Schema(name = "InitSession")
    record InitBody(
            @JsonProperty("instance_name")
            @Text(min = 1, max = 100)
            @Schema(description = "Any text; the same name means the same session", examples = "Support desk")
            @Nullable
            String instanceName) {

        static final String DEFAULT_NAME = "Instance";

        /** Composed, so that a name typed on another system is the same name. */
        String name() {
            String name = instanceName == null
                    ? ""
                    : Normalizer.normalize(instanceName, Normalizer.Form.NFC).strip();
            return name.isEmpty() ? DEFAULT_NAME : name;
        }
    }

    /** All sessions of a user. */
    @Schema(name = "SessionList")
    record SessionList(
            List<SessionView> sessions,
            @JsonProperty("total_count") int totalCount,
            @JsonProperty("connected_count") long connectedCount) {}

    /** What is left to say of a session that is gone. */
    @Schema(name = "DeletedSession")
    record DeletedSession(
            long id,
            String sessionId,
            @Schema(enumeration = "deleted") String status) {}
}
