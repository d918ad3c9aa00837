package io.sanasend.api.pacing;

import io.sanasend.api.answer.Answer;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.security.Scope;
import io.sanasend.api.session.OwnSessions;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/**
 * How fast a user's own numbers send.
 *
 * <table>
 * <caption>Paths below {@code /api/v1/sessions/{id}}</caption>
 * <tr><td>GET {@code pacing}</td><td>the pace, what counts towards it, and why the next message waits</td></tr>
 * <tr><td>PUT {@code pacing}</td><td>a pace of its own</td></tr>
 * <tr><td>DELETE {@code pacing}</td><td>the installation's pace again</td></tr>
 * </table>
 */
@Path("/api/v1/sessions/{id}/pacing")
@RunOnVirtualThread
@RolesAllowed(Scope.SESSIONS)
@Tag(name = "Sessions")
public class PacingResource {

    private final OwnSessions own;
    private final NumberPacing pacing;
    private final PacingStates states;
    private final PacingConfig config;

    PacingResource(OwnSessions own, NumberPacing pacing, PacingStates states, PacingConfig config) {
        this.own = own;
        this.pacing = pacing;
        this.states = states;
        this.config = config;
    }

    @GET
    @Operation(
            operationId = "getPacing",
            summary = "How fast a number sends",
            description = "Its pace, what it sent of late, and why its next message waits, if it does.")
    @Refuses(ProblemType.SESSION_NOT_FOUND)
    public Answer<PacingView> get(
            @RestPath @Parameter(description = OwnSessions.ID, example = "1") String id,
            @Context SecurityContext security) {
        return Answer.of("Pacing.", states.of(own.one(id, security).id()));
    }

    @PUT
    @Operation(
            operationId = "setPacing",
            summary = "Give a number a pace of its own",
            description = "What the body does not name is as the installation has it. A message that waits for"
                    + " the former pace is judged anew.")
    @Refuses(ProblemType.SESSION_NOT_FOUND)
    public Answer<PacingView> set(
            @RestPath @Parameter(description = OwnSessions.ID, example = "1") String id,
            @Valid @NotNull PaceBody body,
            @Context SecurityContext security) {
        long session = own.one(id, security).id();
        pacing.keep(session, body.over(Pace.of(config)));
        return Answer.of("Pacing set.", states.of(session));
    }

    @DELETE
    @Operation(
            operationId = "resetPacing",
            summary = "Give a number the installation's pace again",
            description = "Repeating it changes nothing.")
    @Refuses(ProblemType.SESSION_NOT_FOUND)
    public Answer<PacingView> reset(
            @RestPath @Parameter(description = OwnSessions.ID, example = "1") String id,
            @Context SecurityContext security) {
        long session = own.one(id, security).id();
        pacing.keepInstallations(session);
        return Answer.of("Pacing reset.", states.of(session));
    }
}
