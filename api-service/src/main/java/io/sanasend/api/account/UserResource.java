package io.sanasend.api.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.api.answer.Answer;
import io.sanasend.api.answer.PageLinks;
import io.sanasend.api.answer.PageQuery;
import io.sanasend.api.answer.PageView;
import io.sanasend.api.answer.WebConfig;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.problem.Text;
import io.sanasend.api.security.Scope;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Users, for staff.
 *
 * <table>
 * <caption>Paths at {@code /api/v1/users}</caption>
 * <tr><td>GET</td><td>list, {@code ?search}, {@code ?is_active}</td></tr>
 * <tr><td>POST</td><td>create</td></tr>
 * </table>
 */
@Path("/api/v1/users")
@RunOnVirtualThread
@RolesAllowed(Scope.ADMIN)
@Tag(name = "Users")
public class UserResource {

    private final Users users;
    private final PasswordHashes hashes;
    private final AccountConfig config;
    private final WebConfig web;

    UserResource(Users users, PasswordHashes hashes, AccountConfig config, WebConfig web) {
        this.users = users;
        this.hashes = hashes;
        this.config = config;
        this.web = web;
    }

    @GET
    @Operation(operationId = "listUsers", summary = "List users")
    public PageView<UserView> list(
            @QueryParam("search") @Nullable String search,
            @QueryParam("is_active") @Nullable String active,
            @QueryParam("page") @Nullable String page,
            @QueryParam("page_size") @Nullable String pageSize,
            @Context UriInfo uri) {
        PageQuery query = PageQuery.of(page, pageSize, null);
        new FieldErrors()
                .require(active == null || active.matches("true|false"), "is_active", "must be true or false")
                .require(search == null || search.indexOf('\0') < 0, "search", "must be text")
                .throwIfAny();
        Boolean wanted = active == null ? null : Boolean.valueOf(active);
        Users.Found found = users.search(search, wanted, query.offset(), query.size());
        return PageView.numbered(query, PageLinks.of(uri, web.publicUrl()), found.count(), found.users(), UserView::of);
    }

    @POST
    @ResponseStatus(201)
    @Operation(operationId = "createUser", summary = "Create a user")
    public Answer<UserView> create(@Valid @NotNull NewUserBody body) {
        FieldErrors errors = new FieldErrors();
        PasswordRules.brokenBy(body.password(), body.username()).forEach(rule -> errors.add("password", rule));
        errors.require(users.named(body.username()).isEmpty(), "username", "is already taken");
        errors.throwIfAny();
        return Answer.of("User created.", UserView.of(stored(body)));
    }

    private User stored(NewUserBody body) {
        String passwordHash = hashes.hash(body.password());
        try {
            return users.create(body.toNewUser(config), passwordHash)
                    .orElseThrow(() -> FieldErrors.invalid("username", "is already taken"));
        } catch (RuntimeException e) {
            if (Users.isNameTaken(e)) {
                throw FieldErrors.invalid("username", "is already taken");
            }
            throw e;
        }
    }

    /** A user to be made. */
    @JsonNaming(SnakeCaseStrategy.class)
    @Schema(name = "NewUser")
    record NewUserBody(
            @NotBlank
            @Pattern(regexp = "[\\w.@+-]{1,150}", message = "has letters, digits and @ . + - _, 1 to 150 of them")
            @Schema(examples = "alice")
            String username,

            @Email @Text(max = 254) @Nullable String email,

            @NotBlank
            @Schema(description = "At least 8 characters, not all digits, not a common one")
            @Text(max = PasswordRules.MAX_LENGTH, multiline = true)
            String password,

            @Text(max = 150) @Nullable String firstName,
            @Text(max = 150) @Nullable String lastName,
            @JsonProperty("is_staff") @Nullable Boolean isStaff,
            @Min(0) @Max(1_000_000) @Nullable Integer maxMessagesPerDay,
            @Min(0) @Max(10_000) @Nullable Integer maxMessagesPerMinute) {

        NewUser toNewUser(AccountConfig config) {
            return new NewUser(
                    username,
                    email == null ? "" : email,
                    firstName == null ? "" : firstName,
                    lastName == null ? "" : lastName,
                    Boolean.TRUE.equals(isStaff),
                    maxMessagesPerDay == null ? config.maxMessagesPerDay() : maxMessagesPerDay,
                    maxMessagesPerMinute == null ? config.maxMessagesPerMinute() : maxMessagesPerMinute);
        }

        @Override
        public String toString() {
            return "NewUserBody[…]";
        }
    }
}
