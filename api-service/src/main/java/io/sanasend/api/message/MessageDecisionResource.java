package io.sanasend.api.message;

import io.sanasend.api.answer.Answer;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/**
 * What the caller may still decide about a message.
 *
 * <table>
 * <caption>Paths below {@code /api/v1/messages}</caption>
 * <tr><td>POST {@code {id}/cancel}</td><td>withdraws a queued one</td></tr>
 * <tr><td>POST {@code {id}/retry}</td><td>queues a failed or expired one anew</td></tr>
 * </table>
 */
@Path("/api/v1/messages/{id}")
@RunOnVirtualThread
@RolesAllowed(Scope.MESSAGES_SEND)
@Tag(name = "Messages")
public class MessageDecisionResource {

    private final Reconsideration reconsideration;
    private final MessageLog log;

    MessageDecisionResource(Reconsideration reconsideration, MessageLog log) {
        this.reconsideration = reconsideration;
        this.log = log;
    }

    @POST
    @Path("cancel")
    @Operation(
            operationId = "cancelMessage",
            summary = "Cancel a queued message",
            description =
                    "Only a message that was never attempted can be cancelled. A send request that still waits for"
                            + " it is answered MESSAGE_CANCELLED.")
    @Refuses({ProblemType.MESSAGE_NOT_FOUND, ProblemType.MESSAGE_NOT_CANCELLABLE})
    public Answer<MessageView> cancel(@RestPath long id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        reconsideration.cancel(caller.userId(), id);
        return Answer.of("Message cancelled.", shown(caller, id));
    }

    @POST
    @Path("retry")
    @Operation(
            operationId = "retryMessage",
            summary = "Queue a failed or expired message anew",
            description = "It keeps its id here and its id at WhatsApp, and costs nothing more. If it was attempted"
                    + " before, it is looked up first, and sent only if WhatsApp does not have it.")
    @Refuses({ProblemType.MESSAGE_NOT_FOUND, ProblemType.MESSAGE_NOT_RETRYABLE, ProblemType.SESSION_NOT_CONNECTED})
    public Answer<MessageView> retry(@RestPath long id, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        reconsideration.retry(caller.userId(), id);
        return Answer.of("Message queued.", shown(caller, id));
    }

    private MessageView shown(Caller caller, long id) {
        return log.one(caller, id)
                .orElseThrow(() -> new ApiException(ProblemType.MESSAGE_NOT_FOUND, "There is no such message."));
    }
}
