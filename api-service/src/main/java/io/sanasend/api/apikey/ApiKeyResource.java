package io.sanasend.api.apikey;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sanasend.api.account.User;
import io.sanasend.api.account.Users;
import io.sanasend.api.answer.Answer;
import io.sanasend.api.answer.PageLinks;
import io.sanasend.api.answer.PageQuery;
import io.sanasend.api.answer.PageView;
import io.sanasend.api.answer.WebConfig;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/**
 * API keys: a user's own, and everyone's for staff.
 *
 * <table>
 * <caption>Paths at {@code /api/v1/api-keys}</caption>
 * <tr><td>GET</td><td>list</td></tr>
 * <tr><td>POST</td><td>create; the answer holds the key, this once</td></tr>
 * <tr><td>GET {@code {id}}</td><td>one</td></tr>
 * <tr><td>DELETE {@code {id}}</td><td>revoke and forget, at once</td></tr>
 * </table>
 */
@Path("/api/v1/api-keys")
@RunOnVirtualThread
@RolesAllowed(Scope.KEYS)
@Tag(name = "API keys")
public class ApiKeyResource {

    private final ApiKeys keys;
    private final Users users;
    private final WebConfig web;
    private final Clock clock;

    ApiKeyResource(ApiKeys keys, Users users, WebConfig web, Clock clock) {
        this.keys = keys;
        this.users = users;
        this.web = web;
        this.clock = clock;
    }

    @GET
    @Operation(operationId = "listApiKeys", summary = "List API keys", description = "Your own; staff see everyone's.")
    public PageView<ApiKeyView> list(
            @QueryParam("page") @Nullable String page,
            @QueryParam("page_size") @Nullable String pageSize,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        PageQuery query = PageQuery.of(page, pageSize, null);
        ApiKeys.Found found = keys.visibleTo(Caller.of(security), query.offset(), query.size());
        return PageView.numbered(query, PageLinks.of(uri, web.publicUrl()), found.count(), found.keys(), view -> view);
    }

    @POST
    @ResponseStatus(201)
    @Operation(
            operationId = "createApiKey",
            summary = "Create an API key",
            description = "The key is in this answer and can never be read again.")
    @Refuses({ProblemType.USER_NOT_FOUND, ProblemType.CONFLICT})
    public Answer<NewKeyView> create(@Valid @NotNull NewApiKeyBody body, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        User owner = ownerOf(body, caller);
        NewApiKey details = body.checked(caller, owner.isStaff(), clock);
        ApiKeys.Created created = keys.create(owner.id(), details);
        return Answer.of("API key created.", new NewKeyView(created.view(), created.text()));
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getApiKey", summary = "One API key")
    @Refuses(ProblemType.API_KEY_NOT_FOUND)
    public Answer<ApiKeyView> one(@RestPath long id, @Context SecurityContext security) {
        return Answer.of("API key.", keys.visibleTo(Caller.of(security), id).orElseThrow(ApiKeyResource::notFound));
    }

    @DELETE
    @Path("{id}")
    @Operation(operationId = "deleteApiKey", summary = "Revoke an API key", description = "It stops working at once.")
    @Refuses(ProblemType.API_KEY_NOT_FOUND)
    public Answer<DeletedApiKey> delete(@RestPath long id, @Context SecurityContext security) {
        if (!keys.delete(Caller.of(security), id)) {
            throw notFound();
        }
        return Answer.of("API key deleted.", new DeletedApiKey(id));
    }

    private User ownerOf(NewApiKeyBody body, Caller caller) {
        long userId = body.user() == null ? caller.userId() : body.user();
        if (userId != caller.userId() && !caller.isAdmin()) {
            throw new ApiException(ProblemType.PERMISSION_DENIED, "Only staff make keys for other users.");
        }
        return users.active(userId).orElseThrow(() -> FieldErrors.invalid("user", "there is no such active user"));
    }

    private static ApiException notFound() {
        return new ApiException(ProblemType.API_KEY_NOT_FOUND, "There is no such API key.");
    }

    /** A new key, told once. */
    @Schema(name = "CreatedApiKey")
    record NewKeyView(@JsonUnwrapped ApiKeyView details, String key, String warning) {

        NewKeyView(ApiKeyView details, String key) {
            this(details, key, "Keep this key now: it is not stored and cannot be shown again.");
        }

        @Override
        public String toString() {
            return "NewKeyView[" + details.prefix() + "]";
        }
    }

    /** The id of a key that is gone. */
    @Schema(name = "DeletedApiKey")
    record DeletedApiKey(long id) {}
}
