package io.sanasend.api.queue;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.api.answer.Answer;
import io.sanasend.api.answer.PageLinks;
import io.sanasend.api.answer.PageQuery;
import io.sanasend.api.answer.PageView;
import io.sanasend.api.answer.WebConfig;
import io.sanasend.api.message.QueueRepair;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.security.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/**
 * The queues of all numbers, for staff. {@code {id}} is the id of a session.
 *
 * <table>
 * <caption>Paths at {@code /api/v1/queues}</caption>
 * <tr><td>GET</td><td>those with something in them, and those that are paused</td></tr>
 * <tr><td>GET {@code {id}}</td><td>one</td></tr>
 * <tr><td>POST {@code {id}/pause}, {@code {id}/resume}</td><td>have a number wait, and go on</td></tr>
 * <tr><td>POST {@code {id}/requeue}</td><td>put what failed back</td></tr>
 * <tr><td>POST {@code {id}/drop}</td><td>take messages out</td></tr>
 * </table>
 */
@Path("/api/v1/queues")
@RunOnVirtualThread
@RolesAllowed(Scope.ADMIN)
@Tag(name = "Queues")
public class QueueResource {

    private static final String ID = "Id of the session";
    private static final Duration LOOK_BACK = Duration.ofDays(1);

    private final Queues queues;
    private final QueueRepair repair;
    private final WebConfig web;
    private final Clock clock;

    QueueResource(Queues queues, QueueRepair repair, WebConfig web, Clock clock) {
        this.queues = queues;
        this.repair = repair;
        this.web = web;
        this.clock = clock;
    }

    /** Which messages to put back. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Requeue")
    record RequeueBody(
            @Schema(description = "Those that ended then or later. Absent: within the last 24 hours") @Nullable
            Instant since,

            @Schema(description = "Those with this error_code. Absent: all", examples = "DELIVERY_UNKNOWN")
            @Size(max = 64)
            @Nullable
            String errorCode) {}

    /** Which messages to take out. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "Drop")
    record DropBody(
            @Schema(
                    description = "This message, even if it was attempted. Absent: all that were never attempted",
                    examples = "128")
            @Positive
            @Nullable
            Long messageId) {}

    /** What came of it. */
    @Schema(name = "QueueChange")
    record ChangeView(
            @Schema(description = "Messages changed; 1000 means that there may be more", examples = "12")
            int messages,

            QueueView queue) {}

    @GET
    @Operation(
            operationId = "listQueues",
            summary = "List queues",
            description = "Every number with messages that wait, the one that waits longest first, and those that are"
                    + " paused.")
    public PageView<QueueView> list(
            @Parameter(description = PageQuery.PAGE) @QueryParam("page") @Nullable String page,
            @Parameter(description = PageQuery.PAGE_SIZE) @QueryParam("page_size") @Nullable String pageSize,
            @Context UriInfo uri) {
        PageQuery query = PageQuery.of(page, pageSize, null);
        return PageView.numbered(
                query,
                PageLinks.of(uri, web.publicUrl()),
                queues.count(),
                queues.page(query.offset(), query.size()),
                view -> view);
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getQueue", summary = "One queue", description = "Also when nothing waits in it.")
    @Refuses(ProblemType.SESSION_NOT_FOUND)
    public Answer<QueueView> one(@RestPath @Parameter(description = ID, example = "1") long id) {
        return Answer.of("Queue.", queue(id));
    }

    @POST
    @Path("{id}/pause")
    @Operation(
            operationId = "pauseQueue",
            summary = "Pause a number",
            description =
                    "It sends nothing until it is resumed; a message under way is settled, and messages are accepted"
                            + " and wait. Repeating it changes nothing.")
    @Refuses(ProblemType.SESSION_NOT_FOUND)
    public Answer<QueueView> pause(@RestPath @Parameter(description = ID, example = "1") long id) {
        queue(id);
        repair.pause(id);
        return Answer.of("Number paused.", queue(id));
    }

    @POST
    @Path("{id}/resume")
    @Operation(
            operationId = "resumeQueue",
            summary = "Resume a number",
            description = "It goes on where it stopped. Repeating it changes nothing.")
    @Refuses(ProblemType.SESSION_NOT_FOUND)
    public Answer<QueueView> resume(@RestPath @Parameter(description = ID, example = "1") long id) {
        queue(id);
        repair.resume(id);
        repair.wake();
        return Answer.of("Number resumed.", queue(id));
    }

    @POST
    @Path("{id}/requeue")
    @Operation(
            operationId = "requeueMessages",
            summary = "Put failed messages of a number back",
            description =
                    "Failed and expired ones go back into their places, at most 1,000 a call, with the ids they have;"
                            + " what was attempted is looked up before it is sent again. Files that are gone stay failed.")
    @Refuses(ProblemType.SESSION_NOT_FOUND)
    public Answer<ChangeView> requeue(
            @RestPath @Parameter(description = ID, example = "1") long id, @Valid @Nullable RequeueBody body) {
        queue(id);
        Instant since = body == null || body.since() == null ? clock.instant().minus(LOOK_BACK) : body.since();
        int moved = repair.requeue(id, since, body == null ? null : body.errorCode());
        repair.wake();
        return Answer.of("Messages put back.", new ChangeView(moved, queue(id)));
    }

    @POST
    @Path("{id}/drop")
    @Operation(
            operationId = "dropMessages",
            summary = "Take messages of a number out of its queue",
            description =
                    "What was never attempted becomes cancelled, at most 1,000 a call. A message that is named and was"
                            + " attempted becomes failed, DELIVERY_UNKNOWN; one under way just now stays.")
    @Refuses(ProblemType.SESSION_NOT_FOUND)
    public Answer<ChangeView> drop(
            @RestPath @Parameter(description = ID, example = "1") long id, @Valid @Nullable DropBody body) {
        queue(id);
        int dropped = repair.drop(id, body == null ? null : body.messageId());
        repair.wake();
        return Answer.of("Messages dropped.", new ChangeView(dropped, queue(id)));
    }

    private QueueView queue(long id) {
        return queues.of(id)
                .orElseThrow(() -> new ApiException(ProblemType.SESSION_NOT_FOUND, "There is no such session."));
    }
}
