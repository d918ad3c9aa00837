package io.sanasend.api.administration;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sanasend.api.account.UserView;
import io.sanasend.api.answer.Answer;
import io.sanasend.api.audit.AuditAction;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Lets users in and shuts them out, at once for their logins and keys.
 *
 * <table>
 * <caption>Paths below {@code /api/v1/users/{id}}</caption>
 * <tr><td>POST {@code activate}</td><td>let in</td></tr>
 * <tr><td>POST {@code deactivate}</td><td>shut out; what the user has stays</td></tr>
 * <tr><td>DELETE</td><td>shut out for good, unlink its numbers, erase what it has</td></tr>
 * </table>
 */
@Path("/api/v1/users/{id}")
@RunOnVirtualThread
@RolesAllowed(Scope.ADMIN)
@Tag(name = "Users")
public class UserAccessResource {

    /** How long a request works on a deletion before it leaves the rest to those that come after. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final UserChanges changes;
    private final UserDeletion deletion;

    UserAccessResource(UserChanges changes, UserDeletion deletion) {
        this.changes = changes;
        this.deletion = deletion;
    }

    @POST
    @Path("activate")
    @Operation(
            operationId = "activateUser",
            summary = "Let a user in again",
            description = "Its logins and keys work from now on. Repeating it changes nothing.")
    @Refuses(ProblemType.USER_NOT_FOUND)
    public Answer<UserView> activate(
            @RestPath @Parameter(description = "Id of the user") long id, @Context SecurityContext security) {
        return Answer.of("User activated.", switched(id, true, security));
    }

    @POST
    @Path("deactivate")
    @Operation(
            operationId = "deactivateUser",
            summary = "Shut a user out",
            description = "Its logins and keys stop working at once; its numbers stay linked. Repeating it changes"
                    + " nothing.")
    @Refuses({ProblemType.USER_NOT_FOUND, ProblemType.OWN_ACCOUNT, ProblemType.LAST_STAFF_USER})
    public Answer<UserView> deactivate(
            @RestPath @Parameter(description = "Id of the user") long id, @Context SecurityContext security) {
        return Answer.of("User deactivated.", switched(id, false, security));
    }

    @DELETE
    @Operation(
            operationId = "deleteUser",
            summary = "Delete a user",
            description =
                    "The user is shut out at once, and nothing is sent for it any more. Then its numbers are logged"
                            + " out on WhatsApp, and their profiles, its files, messages and keys are erased. What cannot be"
                            + " done now, because a worker is away for example, goes on by itself; the answer is 202 until all"
                            + " is erased, and the username stays taken until then.")
    @APIResponse(responseCode = "200", description = "All is erased")
    @APIResponse(responseCode = "202", description = "The user is shut out; erasing what it has goes on")
    @Refuses({ProblemType.USER_NOT_FOUND, ProblemType.OWN_ACCOUNT, ProblemType.LAST_STAFF_USER})
    public RestResponse<Answer<Deleted>> delete(
            @RestPath @Parameter(description = "Id of the user") long id, @Context SecurityContext security) {
        changes.beginDeletion(id, Caller.of(security).userId());
        boolean erased = deletion.advance(id, PATIENCE);
        String message = erased
                ? "User deleted."
                : "The user is shut out; its numbers are logged out and its data is erased as soon as possible.";
        return RestResponse.status(
                erased ? RestResponse.Status.OK : RestResponse.Status.ACCEPTED,
                Answer.of(message, new Deleted(id, erased)));
    }

    private UserView switched(long id, boolean active, SecurityContext security) {
        long caller = Caller.of(security).userId();
        AuditAction action = active ? AuditAction.USER_ACTIVATE : AuditAction.USER_DEACTIVATE;
        return UserView.of(changes.change(id, caller, action, before -> before.withActive(active), null));
    }

    /** How far a deletion is. */
    @Schema(name = "DeletedUser")
    record Deleted(
            @Schema(examples = "12") long id,

            @JsonProperty("is_erased") @Schema(description = "Whether nothing of the user is left")
            boolean isErased) {}
}
