package io.sanasend.api.analytics;

import io.sanasend.api.answer.PageLinks;
import io.sanasend.api.answer.PageQuery;
import io.sanasend.api.answer.PageView;
import io.sanasend.api.answer.WebConfig;
import io.sanasend.api.calendar.Days;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.Objects;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The log of API requests: a user's own, and everyone's for staff.
 *
 * <table>
 * <caption>Paths below {@code /api/v1/analytics}</caption>
 * <tr><td>GET {@code api-logs}</td><td>{@code ?endpoint}, {@code ?method}, {@code ?status_code}, {@code ?start_date},
 * {@code ?end_date}, {@code ?user}</td></tr>
 * </table>
 */
@Path("/api/v1/analytics/api-logs")
@RunOnVirtualThread
@RolesAllowed(Scope.ANALYTICS)
@Tag(name = "Analytics")
public class ApiLogResource {

    private final ApiLogRows rows;
    private final Audience audience;
    private final Days days;
    private final WebConfig web;

    ApiLogResource(ApiLogRows rows, Audience audience, Days days, WebConfig web) {
        this.rows = rows;
        this.audience = audience;
        this.days = days;
        this.web = web;
    }

    @GET
    @Operation(
            operationId = "listApiRequests",
            summary = "List API requests",
            description = "Newest first, about a second after they were answered, as long as the operator keeps them."
                    + " Staff see everyone's, or one user's by ?user. Read long lists by ?cursor.")
    @Refuses(ProblemType.USER_NOT_FOUND)
    public PageView<ApiLogView> list(
            @BeanParam ApiLogFilter filter,
            @QueryParam("page") @Parameter(description = PageQuery.PAGE) @Nullable String page,
            @QueryParam("page_size") @Parameter(description = PageQuery.PAGE_SIZE) @Nullable String pageSize,
            @QueryParam("cursor") @Parameter(description = PageQuery.CURSOR) @Nullable String cursor,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        // An empty value arrives as none, but means the first page by cursor.
        boolean byCursor = uri.getQueryParameters().containsKey("cursor");
        PageQuery query =
                PageQuery.of(page, pageSize, byCursor ? Objects.requireNonNullElse(cursor, "") : null, filter.asText());
        ApiLogFilter.Criteria criteria = filter.toCriteria(days);
        Long whose = audience.of(Caller.of(security), filter.user);
        if (whose != null) {
            criteria.add("user_id = :user", "user", whose);
        }
        ApiLogRows.Found found = rows.find(criteria, query);
        PageLinks links = PageLinks.of(uri, web.publicUrl());
        return found.count() == null
                ? PageView.byCursor(query, links, found.last(), found.requests())
                : PageView.numbered(query, links, found.count(), found.requests(), Function.identity());
    }
}
