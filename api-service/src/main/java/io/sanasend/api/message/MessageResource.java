package io.sanasend.api.message;

import io.sanasend.api.answer.Answer;
import io.sanasend.api.answer.PageLinks;
import io.sanasend.api.answer.PageQuery;
import io.sanasend.api.answer.PageView;
import io.sanasend.api.answer.WebConfig;
import io.sanasend.api.media.MediaStore;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
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
 * <tr><td>GET {@code {id}/media}</td><td>its file</td></tr>
 * </table>
 */
@Path("/api/v1/messages")
@RunOnVirtualThread
@RolesAllowed(Scope.MESSAGES_READ)
@Tag(name = "Messages")
public class MessageResource {

    private final MessageLog log;
    private final Recipients recipients;
    private final MediaStore media;
    private final WebConfig web;

    MessageResource(MessageLog log, Recipients recipients, MediaStore media, WebConfig web) {
        this.log = log;
        this.recipients = recipients;
        this.media = media;
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
        MessageLog.Found found = log.find(filter.toCriteria(caller.userId(), recipients), query, caller);
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

    @GET
    @Path("{id}/media")
    @Produces({MediaType.APPLICATION_OCTET_STREAM, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "getMessageMedia",
            summary = "The file of a message",
            description = "Always as an attachment.")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content =
                    @Content(
                            mediaType = MediaType.WILDCARD,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @Refuses(ProblemType.MESSAGE_NOT_FOUND)
    public Response file(@RestPath long id, @Context SecurityContext security) {
        long userId = Caller.of(security).userId();
        StoredFile file =
                log.fileOf(userId, id).filter(known -> media.has(known.key())).orElseThrow(() -> noFile(userId, id));
        String name = URLEncoder.encode(file.filename(), StandardCharsets.UTF_8).replace("+", "%20");
        return Response.ok(media.path(file.key()).toFile(), file.contentType())
                .header("Content-Disposition", "attachment; filename*=UTF-8''" + name)
                .build();
    }

    private ApiException noFile(long userId, long id) {
        return log.standing(userId, id).isEmpty()
                ? notFound()
                : new ApiException(ProblemType.NOT_FOUND, "This message has no file, or it is not kept any more.");
    }

    private static ApiException notFound() {
        return new ApiException(ProblemType.MESSAGE_NOT_FOUND, "There is no such message.");
    }
}
