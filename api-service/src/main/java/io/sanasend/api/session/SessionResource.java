package io.sanasend.api.session;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sanasend.api.answer.Answer;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.problem.Text;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.Scope;
import io.sanasend.model.session.SessionState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.text.Normalizer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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
 * <tr><td>POST {@code set-primary/{id}}</td><td>the one meant where none is named</td></tr>
 * </table>
 */
@Path("/api/v1/sessions")
@RunOnVirtualThread
@RolesAllowed(Scope.SESSIONS)
@Tag(name = "Sessions", description = "Link numbers, and see how they are")
public class SessionResource {

    private final LinkedSessions sessions;
    private final PrimarySessions primaries;
    private final OwnSessions own;
    private final SessionLife life;

    SessionResource(LinkedSessions sessions, PrimarySessions primaries, OwnSessions own, SessionLife life) {
        this.sessions = sessions;
        this.primaries = primaries;
        this.own = own;
        this.life = life;
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
    @APIResponse(responseCode = "202", description = "Still starting; ask for its status, or watch its events")
    @Refuses({
        ProblemType.CONFLICT,
        ProblemType.SESSION_NOT_CONNECTED,
        ProblemType.SESSION_LIMIT_REACHED,
        ProblemType.WORKER_UNAVAILABLE,
        ProblemType.CAPACITY_EXHAUSTED
    })
    public RestResponse<Answer<SessionView>> init(@Valid @Nullable InitBody body, @Context SecurityContext security) {
        String name = Objects.requireNonNullElse(body, InitBody.NONE).name();
        LinkedSessions.Opened opened = life.init(Caller.of(security).userId(), name);
        SessionView view = own.view(opened.session());
        boolean starting = view.status() == SessionState.INITIALIZING;
        RestResponse.Status status = starting
                ? RestResponse.Status.ACCEPTED
                : opened.created() ? RestResponse.Status.CREATED : RestResponse.Status.OK;
        return RestResponse.status(
                status, Answer.of(starting ? "The session is starting." : "The session is started.", view));
    }

    @GET
    @Path("list")
    @Operation(
            operationId = "listSessions",
            summary = "List sessions",
            description = "All of the user's, oldest first.")
    public Answer<SessionList> list(@Context SecurityContext security) {
        List<SessionView> views = sessions.of(Caller.of(security).userId()).stream()
                .map(own::view)
                .toList();
        long connected = views.stream().filter(SessionView::isReady).count();
        return Answer.of("Sessions.", new SessionList(views, views.size(), connected));
    }

    @GET
    @Path("status")
    @Operation(
            operationId = "getPrimarySessionStatus",
            summary = "Status of the primary session",
            description =
                    "As last reported, without asking the browser. Without any session: exists is false and status"
                            + " is not_found.")
    public Answer<SessionStatus> primaryStatus(@Context SecurityContext security) {
        Optional<LinkedSession> primary = sessions.primaryOf(Caller.of(security).userId());
        return primary.isPresent()
                ? Answer.of("Session status.", own.view(primary.get()))
                : Answer.of("There is no session.", SessionStatus.NoSession.ANSWER);
    }

    @GET
    @Path("status/{id}")
    @Operation(
            operationId = "getSessionStatus",
            summary = "Status of a session",
            description = "As last reported, without asking the browser.")
    @Refuses(ProblemType.SESSION_NOT_FOUND)
    public Answer<SessionView> status(
            @RestPath @Parameter(description = OwnSessions.ID, example = "1") String id,
            @Context SecurityContext security) {
        return Answer.of("Session status.", own.view(own.one(id, security)));
    }

    @POST
    @Path("set-primary/{id}")
    @Operation(
            operationId = "setPrimarySession",
            summary = "Make a session the primary",
            description = "The primary is meant wherever no session is named. The one that was it before is an ordinary"
                    + " one from now on.")
    @Refuses(ProblemType.SESSION_NOT_FOUND)
    public Answer<SessionView> setPrimary(
            @RestPath @Parameter(description = OwnSessions.ID, example = "1") String id,
            @Context SecurityContext security) {
        LinkedSession chosen = own.one(id, security);
        return Answer.of("This is the primary session.", own.view(primaries.choose(chosen.userId(), chosen.id())));
    }

    /** Which instance to start. */
    @Schema(name = "InitSession")
    record InitBody(
            @JsonProperty("instance_name")
            @Text(min = 1, max = 100)
            @Schema(
                    description = "Any text on one line; the same name means the same session. \"Instance\" if there is"
                            + " none",
                    examples = "Support desk")
            @Nullable
            String instanceName) {

        static final InitBody NONE = new InitBody(null);
        private static final String DEFAULT_NAME = "Instance";

        /** Composed and trimmed before it is checked, so that a name typed on another system is the same name. */
        InitBody {
            instanceName = instanceName == null
                    ? null
                    : Normalizer.normalize(instanceName, Normalizer.Form.NFC).strip();
        }

        String name() {
            return Objects.requireNonNullElse(instanceName, DEFAULT_NAME);
        }
    }

    /** All sessions of a user. */
    @Schema(name = "SessionList")
    record SessionList(
            List<SessionView> sessions,

            @JsonProperty("total_count") @Schema(description = "How many there are", examples = "2")
            int totalCount,

            @JsonProperty("connected_count") @Schema(description = "How many of them can send now", examples = "1")
            long connectedCount) {}
}
