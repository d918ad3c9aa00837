package io.sanasend.api.administration;

import io.sanasend.api.answer.PageLinks;
import io.sanasend.api.answer.PageQuery;
import io.sanasend.api.answer.PageView;
import io.sanasend.api.answer.WebConfig;
import io.sanasend.api.security.Scope;
import io.sanasend.api.worker.RegisteredWorker;
import io.sanasend.api.worker.Workers;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The workers of this installation, for staff.
 *
 * <table>
 * <caption>Paths at {@code /api/v1/workers}</caption>
 * <tr><td>GET</td><td>list</td></tr>
 * </table>
 */
@Path("/api/v1/workers")
@RunOnVirtualThread
@RolesAllowed(Scope.ADMIN)
@Tag(name = "Workers")
public class WorkerResource {

    private final Workers workers;
    private final WebConfig web;

    WorkerResource(Workers workers, WebConfig web) {
        this.workers = workers;
        this.web = web;
    }

    @GET
    @Operation(
            operationId = "listWorkers",
            summary = "List workers",
            description = "By name, as they registered last; none of them is asked. One that is gone for seven days and"
                    + " hosts nothing is not listed any more.")
    public PageView<WorkerView> list(
            @QueryParam("page") @Parameter(description = PageQuery.PAGE) @Nullable String page,
            @QueryParam("page_size") @Parameter(description = PageQuery.PAGE_SIZE) @Nullable String pageSize,
            @Context UriInfo uri) {
        PageQuery query = PageQuery.of(page, pageSize, null);
        List<RegisteredWorker> all = workers.all();
        List<RegisteredWorker> shown =
                all.stream().skip(query.offset()).limit(query.size()).toList();
        return PageView.numbered(query, PageLinks.of(uri, web.publicUrl()), all.size(), shown, WorkerView::of);
    }
}
