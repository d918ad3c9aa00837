package io.sanasend.api.administration;

import io.sanasend.api.answer.Answer;
import io.sanasend.api.answer.PageLinks;
import io.sanasend.api.answer.PageQuery;
import io.sanasend.api.answer.PageView;
import io.sanasend.api.answer.WebConfig;
import io.sanasend.api.audit.Audit;
import io.sanasend.api.audit.AuditAction;
import io.sanasend.api.audit.Facts;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.schedule.ScheduledRuns;
import io.sanasend.api.schedule.WorkStanding;
import io.sanasend.api.security.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/**
 * What the service does by itself again and again, for staff.
 *
 * <table>
 * <caption>Paths at {@code /api/v1/scheduled-work}</caption>
 * <tr><td>GET</td><td>list</td></tr>
 * <tr><td>GET {@code {name}/runs}</td><td>past runs</td></tr>
 * <tr><td>POST {@code {name}/run}</td><td>make it due now</td></tr>
 * </table>
 */
@Path("/api/v1/scheduled-work")
@RunOnVirtualThread
@RolesAllowed(Scope.ADMIN)
@Tag(name = "Scheduled work")
public class ScheduledWorkResource {

    private static final String NAME = "Name of the work";
    private static final int LONGEST_NAME = 100;

    private final ScheduledRuns runs;
    private final Audit audit;
    private final WebConfig web;

    ScheduledWorkResource(ScheduledRuns runs, Audit audit, WebConfig web) {
        this.runs = runs;
        this.audit = audit;
        this.web = web;
    }

    @GET
    @Operation(
            operationId = "listScheduledWork",
            summary = "List scheduled work",
            description =
                    "What the service does by itself again and again, by name, each by one api process at a time.")
    public PageView<WorkView> list(
            @QueryParam("page") @Parameter(description = PageQuery.PAGE) @Nullable String page,
            @QueryParam("page_size") @Parameter(description = PageQuery.PAGE_SIZE) @Nullable String pageSize,
            @Context UriInfo uri) {
        PageQuery query = PageQuery.of(page, pageSize, null);
        List<WorkStanding> all = runs.all();
        List<WorkStanding> shown =
                all.stream().skip(query.offset()).limit(query.size()).toList();
        return PageView.numbered(query, PageLinks.of(uri, web.publicUrl()), all.size(), shown, WorkView::of);
    }

    @GET
    @Path("{name}/runs")
    @Operation(
            operationId = "listScheduledRuns",
            summary = "List runs of scheduled work",
            description = "Newest first, as long as the operator keeps them. Of work that is done more often than every"
                    + " five minutes the last good run is kept, and those that failed.")
    @Refuses(ProblemType.NOT_FOUND)
    public PageView<WorkRunView> runs(
            @RestPath @Parameter(description = NAME, example = "old-files") String name,
            @QueryParam("page") @Parameter(description = PageQuery.PAGE) @Nullable String page,
            @QueryParam("page_size") @Parameter(description = PageQuery.PAGE_SIZE) @Nullable String pageSize,
            @Context UriInfo uri) {
        PageQuery query = PageQuery.of(page, pageSize, null);
        standing(name);
        return PageView.numbered(
                query,
                PageLinks.of(uri, web.publicUrl()),
                runs.count(name),
                runs.page(name, query.offset(), query.size()),
                WorkRunView::of);
    }

    @POST
    @Path("{name}/run")
    @Transactional
    @Operation(
            operationId = "runScheduledWork",
            summary = "Run scheduled work now",
            description = "An api process begins within seconds; the call does not wait for it. If a run is under way,"
                    + " another follows it.")
    @Refuses(ProblemType.NOT_FOUND)
    public Answer<WorkView> run(@RestPath @Parameter(description = NAME, example = "old-files") String name) {
        standing(name);
        runs.ask(name);
        audit.record(AuditAction.WORK_RUN, name, Facts.NONE, Facts.NONE);
        return Answer.of("Due now.", WorkView.of(standing(name)));
    }

    private WorkStanding standing(String name) {
        if (name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw absent();
        }
        return runs.of(name).orElseThrow(ScheduledWorkResource::absent);
    }

    private static ApiException absent() {
        return new ApiException(ProblemType.NOT_FOUND, "There is no such scheduled work.");
    }
}
