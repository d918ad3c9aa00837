package io.sanasend.api.login;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quarkus.security.Authenticated;
import io.sanasend.api.account.PasswordRules;
import io.sanasend.api.account.UserView;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.net.InetAddress;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Logins.
 *
 * <table>
 * <caption>Paths below {@code /api/v1/auth}</caption>
 * <tr><td>POST {@code login}</td><td>open: username and password for an access and a refresh token</td></tr>
 * <tr><td>POST {@code refresh}</td><td>open: a refresh token for the next pair of tokens</td></tr>
 * <tr><td>POST {@code logout}</td><td>any caller: ends the login of a refresh token</td></tr>
 * </table>
 */
@Path("/api/v1/auth")
@RunOnVirtualThread
@Tag(name = "Authentication")
public class LoginResource {

    private final Passwords passwords;
    private final Logins logins;
    private final AccessTokens accessTokens;
    private final LoginGuard guard;
    private final ClientAddress clientAddress;

    LoginResource(
            Passwords passwords,
            Logins logins,
            AccessTokens accessTokens,
            LoginGuard guard,
            ClientAddress clientAddress) {
        this.passwords = passwords;
        this.logins = logins;
        this.accessTokens = accessTokens;
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
                    + " Repeated failures slow further attempts down, for the account and for the address, and in the"
                    + " end lock both for a while; Retry-After says how long.")
    @Refuses({ProblemType.INVALID_CREDENTIALS, ProblemType.RATE_LIMIT_EXCEEDED})
    public Answer<LoginView> login(@Valid @NotNull LoginBody body, @Context HttpServerRequest request) {
        InetAddress address = clientAddress.of(request);
        guard.admit(body.username(), address);
        Logins.Session session = passwords
                .owner(body.username(), body.password())
                .flatMap(logins::begin)
                .orElseThrow(() ->
                        new ApiException(ProblemType.INVALID_CREDENTIALS, "The username or the password is wrong."));
        guard.succeeded(body.username(), address);
        return Answer.of("Logged in.", new LoginView(tokensOf(session), UserView.of(session.user())));
    }

    @POST
    @Path("refresh")
    @PermitAll
    @Operation(
            operationId = "refreshLogin",
            summary = "Renew a login",
            description = "Takes a refresh token and answers the next access and refresh token. A refresh token is good"
                    + " for one time; when it comes a second time the whole login is ended, because somebody else has"
                    + " it.")
    @Refuses(ProblemType.INVALID_CREDENTIALS)
    public Answer<TokensView> refresh(@Valid @NotNull RefreshBody body) {
        Logins.Session session = logins.renew(body.refresh())
                .orElseThrow(() -> new ApiException(
                        ProblemType.INVALID_CREDENTIALS, "The refresh token is not valid; log in again."));
        return Answer.of("Login renewed.", tokensOf(session));
    }

    @POST
    @Path("logout")
    @Authenticated
    @Operation(
            operationId = "logOut",
            summary = "Log out",
            description = "Ends the login that the refresh token belongs to; its access tokens stop working at once."
                    + " The answer is the same for a token that is unknown, another user's, or of a login that has"
                    + " ended.")
    public Answer<Map<String, Object>> logout(@Valid @NotNull RefreshBody body, @Context SecurityContext security) {
        logins.end(Caller.of(security).userId(), body.refresh());
        return Answer.of("Logged out.", Map.of());
    }

    private TokensView tokensOf(Logins.Session session) {
        return new TokensView(
                accessTokens.issue(session.user().id(), session.loginId()),
                session.refreshToken(),
                "Bearer",
                accessTokens.life().toSeconds());
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

    /** A refresh token. */
    @Schema(name = "RefreshToken")
    record RefreshBody(
            @NotBlank @Text(max = 200) @Schema(description = "From the last login or refresh")
            String refresh) {

        @Override
        public String toString() {
            return "RefreshBody[…]";
        }
    }

    /** What a login gives. */
    @Schema(name = "LoggedIn")
    record LoginView(@JsonUnwrapped TokensView tokens, UserView user) {}
}
