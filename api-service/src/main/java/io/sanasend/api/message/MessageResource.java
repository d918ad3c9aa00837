package io.sanasend.api.message;

import io.sanasend.api.answer.Answer;
import io.sanasend.api.answer.PageLinks;
import io.sanasend.api.answer.PageQuery;
import io.sanasend.api.answer.PageView;
import io.sanasend.api.answer.WebConfig;
import io.sanasend.api.calendar.Days;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.recipient.Recipients;
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
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/**
 * The caller's own messages.
 *
 * <table>
 * <caption>Paths below {@code /api/v1/messages}</caption>
 * <tr><td>GET {@code list}</td><td>newest first, by page or by cursor</td></tr>
 * <tr><td>GET {@code {id}}</td><td>one, with its history</td></tr>
 * </table>
 */
@Path("/api/v1/messages")
@RunOnVirtualThread
@RolesAllowed(Scope.MESSAGES_READ)
@Tag(name = "Messages")
public class MessageResource {

    private final MessageLog log;
    private final Recipients recipients;
    private final Days days;
    private final WebConfig web;

    MessageResource(MessageLog log, Recipients recipients, Days days, WebConfig web) {
        this.log = log;
        this.recipients = recipients;
        this.days = days;
        this.web = web;
    }

    @GET
    @Path("list")
    @Operation(
            operationId = "listMessages",
            summary = "List messages",
            description = "Newest first. '?cursor=' reads by key instead of by page: count is null, next leads on.")
    public PageView<MessageView> list(
            @BeanParam MessageFilter filter,
            @QueryParam("page") @Parameter(description = PageQuery.PAGE) @Nullable String page,
            @QueryParam("page_size") @Parameter(description = PageQuery.PAGE_SIZE) @Nullable String pageSize,
            @QueryParam("cursor") @Parameter(description = PageQuery.CURSOR) @Nullable String cursor,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        Caller caller = Caller.of(security);
        // An empty value arrives as none, but means the first page by cursor.
        boolean byCursor = uri.getQueryParameters().containsKey("cursor");
        PageQuery query =
                PageQuery.of(page, pageSize, byCursor ? Objects.requireNonNullElse(cursor, "") : null, filter.asText());
        MessageLog.Found found = log.find(filter.toCriteria(caller.userId(), recipients, days), query, caller);
        PageLinks links = PageLinks.of(uri, web.publicUrl());
        return found.count() == null
                ? PageView.byCursor(query, links, found.last(), found.messages())
                : PageView.numbered(query, links, found.count(), found.messages(), Function.identity());
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getMessage", summary = "One message with its history")
    @Refuses(ProblemType.MESSAGE_NOT_FOUND)
    public Answer<MessageView> one(@RestPath long id, @Context SecurityContext security) {
        MessageView message = log.one(Caller.of(security), id).orElseThrow(MessageResource::notFound);
        return Answer.of("Message.", message.withHistory(log.historyOf(id)));
    }

    private static ApiException notFound() {
        return new ApiException(ProblemType.MESSAGE_NOT_FOUND, "There is no such message.");
    }
}
