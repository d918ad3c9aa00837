package io.sanasend.api.session.live;

import io.quarkus.security.identity.SecurityIdentity;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.security.CallerStanding;
import io.sanasend.api.security.Scope;
import io.sanasend.api.session.OwnSessions;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.RestPath;

/**
 * Shows a session live.
 *
 * <table>
 * <caption>Paths below {@code /api/v1/sessions}</caption>
 * <tr><td>GET {@code {id}/events}</td><td>each new QR code and each change of state, as server-sent events</td></tr>
 * </table>
 */
@Path("/api/v1/sessions")
@RunOnVirtualThread
@RolesAllowed(Scope.SESSIONS)
@Tag(name = "Sessions")
public class SessionEventsResource {

    private final OwnSessions own;
    private final Streams streams;
    private final SecurityIdentity identity;

    SessionEventsResource(OwnSessions own, Streams streams, SecurityIdentity identity) {
        this.own = own;
        this.streams = streams;
        this.identity = identity;
    }

    @GET
    @Path("{id}/events")
    // A publisher alone would be taken for something that never waits; finding the session does.
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    // Proxies that collect an answer before they pass it on would show a QR code when it is over.
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    @Operation(
            operationId = "watchSession",
            summary = "Watch a session",
            description = "Server-sent events. An event named state tells how the session is, first of all and at each"
                    + " change; one named qr tells each QR code to show from now on. The data of both is what the status"
                    + " of the session answers as data. Once the session is deleted a last state event says so (status"
                    + " deleted) and the stream ends. It also ends when the login or key it was opened with is no longer"
                    + " good, and when the service stops: come back after the time in retry. A comment every 15 seconds"
                    + " keeps it open. A user can have 10 streams at once.")
    @APIResponse(
            responseCode = "200",
            description = "The stream, which stays open",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = String.class),
                            example = "retry:3000\nid:1767225600000\nevent:state\ndata:{\"exists\":true,\"id\":1}\n\n"))
    @Refuses({ProblemType.SESSION_NOT_FOUND, ProblemType.RATE_LIMIT_EXCEEDED})
    public Flow.Publisher<OutboundSseEvent> events(
            @RestPath @Parameter(description = OwnSessions.ID, example = "1") String id,
            @Context SecurityContext security,
            @Context Sse events,
            @Context HttpServerResponse response) {
        CallerStanding standing = identity.getAttribute(CallerStanding.ATTRIBUTE);
        return streams.open(own.one(id, security), standing, events, new HttpLine(response));
    }

    private record HttpLine(HttpServerResponse response) implements Line {

        @Override
        public boolean isClosed() {
            return response.closed() || response.ended();
        }

        @Override
        public void cut() {
            response.reset();
        }
    }
}
