package io.sanasend.api.apikey;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/**
 * API keys: a user's own, and everyone's for staff.
 *
 * <table>
 * <caption>Paths at {@code /api/v1/api-keys}</caption>
 * <tr><td>GET</td><td>list, {@code ?is_active}, {@code ?user}</td></tr>
 * <tr><td>POST</td><td>create; the answer holds the key, this once</td></tr>
 * <tr><td>GET {@code {id}}</td><td>one</td></tr>
 * <tr><td>PUT {@code {id}}</td><td>replace all that can be decided about it</td></tr>
 * <tr><td>PATCH {@code {id}}</td><td>change some of it</td></tr>
 * <tr><td>DELETE {@code {id}}</td><td>revoke and forget, at once</td></tr>
 * </table>
 */
@Path("/api/v1/api-keys")
@RunOnVirtualThread
@RolesAllowed(Scope.KEYS)
@Tag(name = "API keys")
public class ApiKeyResource {

    private final ApiKeys keys;
    private final KnownKeys known;
    private final WebConfig web;

    ApiKeyResource(ApiKeys keys, KnownKeys known, WebConfig web) {
        this.keys = keys;
        this.known = known;
        this.web = web;
    }

    @GET
    @Operation(
            operationId = "listApiKeys",
            summary = "List API keys",
            description = "Your own, newest first; staff see everyone's.")
    public PageView<ApiKeyView> list(
            @Parameter(description = "true: those that are switched on; false: the others")
                    @QueryParam("is_active")
                    @Nullable
                    String active,
            @Parameter(description = "Id of a user; other users' keys are for staff") @QueryParam("user") @Nullable
                    String user,
            @Parameter(description = "Number of the page, from 1") @QueryParam("page") @Nullable String page,
            @Parameter(description = "Keys on a page, at most 100") @QueryParam("page_size") @Nullable String pageSize,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        PageQuery query = PageQuery.of(page, pageSize, null);
        new FieldErrors()
                .require(active == null || active.matches("true|false"), "is_active", "must be true or false")
                .require(user == null || user.matches("[0-9]{1,18}"), "user", "must be the id of a user")
                .throwIfAny();
        ApiKeys.Found found = keys.search(
                ownerOf(user == null ? null : Long.valueOf(user), Caller.of(security)),
                active == null ? null : Boolean.valueOf(active),
                query.offset(),
                query.size());
        return PageView.numbered(query, PageLinks.of(uri, web.publicUrl()), found.count(), found.keys(), view -> view);
    }

    @POST
    @ResponseStatus(201)
    @Operation(
            operationId = "createApiKey",
            summary = "Create an API key",
            description =
                    "The key is in this answer and can never be read again. It can do no more than the caller can:"
                            + " a key that makes keys hands on its own scopes, addresses and expiry at most.")
    @Refuses(ProblemType.CONFLICT)
    public Answer<NewKeyView> create(@Valid @NotNull NewApiKeyBody body, @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        long owner = body.user() == null ? caller.userId() : body.user();
        requireStaffFor(owner, caller);
        FieldErrors errors = new FieldErrors();
        KeyDetails details = body.details(caller.scopes(), errors);
        errors.throwIfAny();
        ApiKeys.Created created = keys.create(owner, details, known.ceilingOf(caller), errors);
        return Answer.of("API key created.", new NewKeyView(created.view(), created.text()));
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getApiKey", summary = "One API key", description = "All about it but the key itself.")
    @Refuses(ProblemType.API_KEY_NOT_FOUND)
    public Answer<ApiKeyView> one(
            @Parameter(description = "Id of the key") @RestPath long id, @Context SecurityContext security) {
        return Answer.of("API key.", keys.visibleTo(Caller.of(security), id).orElseThrow(ApiKeyResource::notFound));
    }

    @PUT
    @Path("{id}")
    @Operation(
            operationId = "replaceApiKey",
            summary = "Replace what can be decided about an API key",
            description = "What the body does not name becomes what it is for a new key. Takes effect at once.")
    @Refuses({ProblemType.API_KEY_NOT_FOUND, ProblemType.CONFLICT})
    public Answer<ApiKeyView> replace(
            @Parameter(description = "Id of the key") @RestPath long id,
            @Valid @NotNull ApiKeyBody body,
            @Context SecurityContext security) {
        Caller caller = Caller.of(security);
        return changed(caller, id, (_, errors) -> body.details(caller.scopes(), errors));
    }

    @PATCH
    @Path("{id}")
    @Operation(
            operationId = "changeApiKey",
            summary = "Change an API key",
            description = "What the body does not name stays. Takes effect at once.")
    @Refuses({ProblemType.API_KEY_NOT_FOUND, ProblemType.CONFLICT})
    public Answer<ApiKeyView> change(
            @Parameter(description = "Id of the key") @RestPath long id,
            @Valid @NotNull ApiKeyChangesBody body,
            @Context SecurityContext security) {
        return changed(Caller.of(security), id, body::changing);
    }

    @DELETE
    @Path("{id}")
    @Operation(operationId = "deleteApiKey", summary = "Revoke an API key", description = "It stops working at once.")
    @Refuses(ProblemType.API_KEY_NOT_FOUND)
    public Answer<DeletedApiKey> delete(
            @Parameter(description = "Id of the key") @RestPath long id, @Context SecurityContext security) {
        if (!keys.delete(Caller.of(security), id)) {
            throw notFound();
        }
        return Answer.of("API key deleted.", new DeletedApiKey(id));
    }

    private Answer<ApiKeyView> changed(Caller caller, long id, BiFunction<KeyDetails, FieldErrors, KeyDetails> change) {
        ApiKeyView view =
                keys.change(caller, id, known.ceilingOf(caller), change).orElseThrow(ApiKeyResource::notFound);
        return Answer.of("API key changed.", view);
    }

    /** Whose keys are listed: null, for staff alone, are everybody's. */
    private static @Nullable Long ownerOf(@Nullable Long asked, Caller caller) {
        if (asked == null) {
            return caller.isAdmin() ? null : Long.valueOf(caller.userId());
        }
        requireStaffFor(asked, caller);
        return asked;
    }

    private static void requireStaffFor(long owner, Caller caller) {
        if (owner != caller.userId() && !caller.isAdmin()) {
            throw new ApiException(ProblemType.PERMISSION_DENIED, "Only staff see and make keys of other users.");
        }
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
