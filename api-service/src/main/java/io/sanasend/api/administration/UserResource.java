package io.sanasend.api.administration;

import io.sanasend.api.account.AccountConfig;
import io.sanasend.api.account.PasswordHashes;
import io.sanasend.api.account.PasswordRules;
import io.sanasend.api.account.User;
import io.sanasend.api.account.UserDetails;
import io.sanasend.api.account.UserView;
import io.sanasend.api.account.Users;
import io.sanasend.api.analytics.Usage;
import io.sanasend.api.answer.Answer;
import io.sanasend.api.answer.PageLinks;
import io.sanasend.api.answer.PageQuery;
import io.sanasend.api.answer.PageView;
import io.sanasend.api.answer.WebConfig;
import io.sanasend.api.audit.AuditAction;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/**
 * Users, for staff: see, make and change them. {@link UserAccessResource} lets them in and shuts them out.
 *
 * <table>
 * <caption>Paths at {@code /api/v1/users}</caption>
 * <tr><td>GET</td><td>list, {@code ?search}, {@code ?is_active}, {@code ?is_staff}</td></tr>
 * <tr><td>POST</td><td>create</td></tr>
 * <tr><td>GET {@code stats}</td><td>how many there are</td></tr>
 * <tr><td>GET {@code {id}}</td><td>one, with what it has</td></tr>
 * <tr><td>PUT {@code {id}}</td><td>replace</td></tr>
 * <tr><td>PATCH {@code {id}}</td><td>change what is named</td></tr>
 * </table>
 */
@Path("/api/v1/users")
@RunOnVirtualThread
@RolesAllowed(Scope.ADMIN)
@Tag(name = "Users")
public class UserResource {

    private final Users users;
    private final UserChanges changes;
    private final UserFigures figures;
    private final Usage usage;
    private final PasswordHashes hashes;
    private final AccountConfig config;
    private final WebConfig web;

    UserResource(
            Users users,
            UserChanges changes,
            UserFigures figures,
            Usage usage,
            PasswordHashes hashes,
            AccountConfig config,
            WebConfig web) {
        this.users = users;
        this.changes = changes;
        this.figures = figures;
        this.usage = usage;
        this.hashes = hashes;
        this.config = config;
        this.web = web;
    }

    @GET
    @Operation(
            operationId = "listUsers",
            summary = "List users",
            description = "Oldest first. Users that are being deleted are not listed.")
    public PageView<UserView> list(
            @BeanParam UserSearch search,
            @QueryParam("page") @Parameter(description = PageQuery.PAGE) @Nullable String page,
            @QueryParam("page_size") @Parameter(description = PageQuery.PAGE_SIZE) @Nullable String pageSize,
            @Context UriInfo uri) {
        PageQuery query = PageQuery.of(page, pageSize, null);
        Users.Found found = users.search(search.toFilter(), query.offset(), query.size());
        return PageView.numbered(query, PageLinks.of(uri, web.publicUrl()), found.count(), found.users(), UserView::of);
    }

    @POST
    @ResponseStatus(201)
    @Operation(operationId = "createUser", summary = "Create a user", description = "The user can log in at once.")
    public Answer<UserView> create(@Valid @NotNull NewUserBody body) {
        FieldErrors errors = new FieldErrors();
        PasswordRules.brokenBy(body.password(), body.username()).forEach(rule -> errors.add("password", rule));
        errors.require(users.named(body.username()).isEmpty(), "username", "is already taken");
        errors.throwIfAny();
        String passwordHash = hashes.hash(body.password());
        User user = withFreeName(
                () -> users.create(body.toDetails(config), passwordHash).orElseThrow(UserResource::nameTaken));
        return Answer.of("User created.", UserView.of(user));
    }

    @GET
    @Path("stats")
    @Operation(
            operationId = "getUserStats",
            summary = "Count users",
            description = "How many users there are, and how many of them have sessions and API keys.")
    public Answer<UserFigures.Totals> stats() {
        return Answer.of("User statistics.", figures.totals());
    }

    @GET
    @Path("{id}")
    @Operation(
            operationId = "getUser",
            summary = "One user",
            description = "With its sessions and keys in figures, and what it did today.")
    @Refuses(ProblemType.USER_NOT_FOUND)
    public Answer<UserDetailView> one(@RestPath @Parameter(description = "Id of the user") long id) {
        User user = users.byId(id).orElseThrow(UserChanges::notFound);
        return Answer.of("User.", UserDetailView.of(user, figures.of(id), usage.now(id)));
    }

    @PUT
    @Path("{id}")
    @Operation(
            operationId = "replaceUser",
            summary = "Replace a user",
            description = "The user becomes what the body says, at once for its logins and keys. What the body does not"
                    + " name gets the value of a new user; only password and is_active stay as they are.")
    @Refuses({ProblemType.USER_NOT_FOUND, ProblemType.OWN_ACCOUNT, ProblemType.LAST_STAFF_USER})
    public Answer<UserView> replace(
            @RestPath @Parameter(description = "Id of the user") long id,
            @Valid @NotNull UserBody body,
            @Context SecurityContext security) {
        return changed(id, security, before -> body.replacing(before, config), body.password());
    }

    @PATCH
    @Path("{id}")
    @Operation(
            operationId = "changeUser",
            summary = "Change a user",
            description = "Changes what the body names, at once for the user's logins and keys.")
    @Refuses({ProblemType.USER_NOT_FOUND, ProblemType.OWN_ACCOUNT, ProblemType.LAST_STAFF_USER})
    public Answer<UserView> change(
            @RestPath @Parameter(description = "Id of the user") long id,
            @Valid @NotNull UserChangesBody body,
            @Context SecurityContext security) {
        return changed(id, security, body::changing, body.password());
    }

    private Answer<UserView> changed(
            long id, SecurityContext security, UnaryOperator<UserDetails> change, @Nullable String password) {
        long caller = Caller.of(security).userId();
        // Hashed before the rows are locked: it takes a while, and may wait for its turn.
        String passwordHash = password == null ? null : hash(password, id, change);
        return Answer.of(
                "User changed.",
                UserView.of(
                        withFreeName(() -> changes.change(id, caller, AuditAction.USER_CHANGE, change, passwordHash))));
    }

    private String hash(String password, long id, UnaryOperator<UserDetails> change) {
        User user = users.byId(id).orElseThrow(UserChanges::notFound);
        FieldErrors errors = new FieldErrors();
        PasswordRules.brokenBy(password, change.apply(user.details()).username())
                .forEach(rule -> errors.add("password", rule));
        errors.throwIfAny();
        return hashes.hash(password);
    }

    /** Two callers may ask for the same name at once; the database lets one have it. */
    private static User withFreeName(Supplier<User> change) {
        try {
            return change.get();
        } catch (RuntimeException e) {
            if (Users.isNameTaken(e)) {
                throw nameTaken();
            }
            throw e;
        }
    }

    private static RuntimeException nameTaken() {
        return FieldErrors.invalid("username", "is already taken");
    }
}
