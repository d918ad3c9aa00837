package io.sanasend.api.account;

import io.quarkus.security.Authenticated;
import io.sanasend.api.answer.Answer;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.problem.Text;
import io.sanasend.api.security.AccessTokens;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.ClientAddress;
import io.sanasend.api.security.LoginGuard;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.net.InetAddress;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Logins.
 *
 * <table>
 * <caption>Paths below {@code /api/v1/auth}</caption>
 * <tr><td>POST {@code login}</td><td>open: username and password for an access and a refresh token</td></tr>
 * <tr><td>GET {@code me}</td><td>any caller: who it is</td></tr>
 * </table>
 */
@Path("/api/v1/auth")
@RunOnVirtualThread
@Tag(name = "Authentication")
public class LoginResource {

    private final Users users;
    private final KnownUsers knownUsers;
    private final PasswordHashes hashes;
    private final AccessTokens accessTokens;
    private final RefreshTokens refreshTokens;
    private final LoginGuard guard;
    private final ClientAddress clientAddress;

    LoginResource(
            Users users,
            KnownUsers knownUsers,
            PasswordHashes hashes,
            AccessTokens accessTokens,
            RefreshTokens refreshTokens,
            LoginGuard guard,
            ClientAddress clientAddress) {
        this.users = users;
        this.knownUsers = knownUsers;
        this.hashes = hashes;
        this.accessTokens = accessTokens;
        this.refreshTokens = refreshTokens;
        this.guard = guard;
        this.clientAddress = clientAddress;
    }

    @POST
    @Path("login")
    @PermitAll
    @Operation(
            operationId = "logIn",
            summary = "Log in",
            description = "Answers a short-lived access token for the Authorization header, and a refresh token."
                    + " Repeated failures lock the account and the address for a while.")
    @Refuses({ProblemType.INVALID_CREDENTIALS, ProblemType.RATE_LIMIT_EXCEEDED})
    public Answer<LoginView> login(@Valid @NotNull LoginBody body, @Context HttpServerRequest request) {
        InetAddress address = clientAddress.of(request);
        guard.admit(body.username(), address);
        User user = verified(body)
                .orElseThrow(() ->
                        new ApiException(ProblemType.INVALID_CREDENTIALS, "The username or the password is wrong."));
        guard.succeeded(body.username(), address);
        return Answer.of(
                "Logged in.",
                new LoginView(accessTokens.issue(user.id()), refreshTokens.begin(user.id()), UserView.of(user)));
    }

    @GET
    @Path("me")
    @Authenticated
    @Operation(
            operationId = "getCurrentUser",
            summary = "Who am I",
            description = "The user behind the login or the API key of this request.")
    @Refuses(ProblemType.USER_NOT_FOUND)
    public Answer<UserView> me(@Context SecurityContext security) {
        long id = Caller.of(security).userId();
        UserView user =
                knownUsers.byId(id).orElseThrow(() -> new ApiException(ProblemType.USER_NOT_FOUND, "No such user."));
        return Answer.of("This is you.", user);
    }

    /** The user the password belongs to, found out in the same time for users there are and are not. */
    private Optional<User> verified(LoginBody body) {
        Optional<User> user = users.named(body.username().strip());
        if (user.isEmpty()) {
            hashes.matchNobody(body.password());
            return user;
        }
        return user.filter(known -> hashes.matches(body.password(), known.passwordHash()) && known.isActive());
    }

    /** What a login needs. */
    @Schema(name = "Login")
    record LoginBody(
            @NotBlank @Text(max = 150) @Schema(examples = "alice")
            String username,

            @NotBlank @Text(max = PasswordRules.MAX_LENGTH, multiline = true)
            String password) {

        @Override
        public String toString() {
            return "LoginBody[…]";
        }
    }

    /** What a login gives. */
    @Schema(name = "LoggedIn")
    record LoginView(
            @Schema(description = "JWT for 'Authorization: Bearer …'")
            String access,

            @Schema(description = "Renews the access token") String refresh,
            UserView user) {

        @Override
        public String toString() {
            return "LoginView[…]";
        }
    }
}
