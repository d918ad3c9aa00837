package io.sanasend.api.login;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.security.Authenticated;
import io.sanasend.api.account.KnownUsers;
import io.sanasend.api.account.PasswordHashes;
import io.sanasend.api.account.PasswordRules;
import io.sanasend.api.account.User;
import io.sanasend.api.account.UserView;
import io.sanasend.api.answer.Answer;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.FieldErrors;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.problem.Refuses;
import io.sanasend.api.problem.Text;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.ClientAddress;
import io.sanasend.api.security.LoginGuard;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
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
 * The caller's own account.
 *
 * <table>
 * <caption>Paths below {@code /api/v1/auth}</caption>
 * <tr><td>GET {@code me}</td><td>any caller: who it is</td></tr>
 * <tr><td>POST {@code change-password}</td><td>any caller: a new password for the old one</td></tr>
 * </table>
 */
@Path("/api/v1/auth")
@RunOnVirtualThread
@Authenticated
@Tag(name = "Authentication")
public class OwnAccountResource {

    private final KnownUsers users;
    private final Passwords passwords;
    private final PasswordHashes hashes;
    private final LoginGuard guard;
    private final ClientAddress clientAddress;

    OwnAccountResource(
            KnownUsers users,
            Passwords passwords,
            PasswordHashes hashes,
            LoginGuard guard,
            ClientAddress clientAddress) {
        this.users = users;
        this.passwords = passwords;
        this.hashes = hashes;
        this.guard = guard;
        this.clientAddress = clientAddress;
    }

    @GET
    @Path("me")
    @Operation(
            operationId = "getCurrentUser",
            summary = "Who am I",
            description = "The user behind the login or the API key of this request.")
    public Answer<UserView> me(@Context SecurityContext security) {
        UserView user = users.byId(Caller.of(security).userId())
                .orElseThrow(
                        () -> new ApiException(ProblemType.INVALID_CREDENTIALS, "The user is not there any more."));
        return Answer.of("This is you.", user);
    }

    @POST
    @Path("change-password")
    @Operation(
            operationId = "changePassword",
            summary = "Change the password",
            description = "Ends all other logins of the user at once, and all of them when an API key asks. A wrong old"
                    + " password counts like a failed login.")
    @Refuses({ProblemType.CONFLICT, ProblemType.RATE_LIMIT_EXCEEDED})
    public Answer<Map<String, Object>> changePassword(
            @Valid @NotNull ChangePasswordBody body,
            @Context SecurityContext security,
            @Context HttpServerRequest request) {
        Caller caller = Caller.of(security);
        body.check(caller.username());
        InetAddress address = clientAddress.of(request);
        guard.admit(caller.username(), address);
        User verified = passwords
                .owner(caller.username(), body.oldPassword())
                .filter(user -> user.id() == caller.userId())
                .orElseThrow(() -> FieldErrors.invalid("old_password", "is wrong"));
        guard.succeeded(caller.username(), address);
        passwords.replace(verified, hashes.hash(body.newPassword()), caller);
        return Answer.of("Password changed.", Map.of());
    }

    /** The old and the new password. */
    @Schema(name = "ChangePassword")
    record ChangePasswordBody(
            @JsonProperty("old_password")
            @JsonAlias("old")
            @NotBlank
            @Text(max = PasswordRules.MAX_LENGTH, multiline = true)
            String oldPassword,

            @JsonProperty("new_password")
            @JsonAlias("new")
            @NotBlank
            @Text(max = PasswordRules.MAX_LENGTH, multiline = true)
            @Schema(description = "At least 8 characters, not all digits, not a common one")
            String newPassword) {

        void check(String username) {
            FieldErrors errors = new FieldErrors();
            PasswordRules.brokenBy(newPassword, username).forEach(rule -> errors.add("new_password", rule));
            errors.require(!newPassword.equals(oldPassword), "new_password", "must not be the old one");
            errors.throwIfAny();
        }

        @Override
        public String toString() {
            return "ChangePasswordBody[…]";
        }
    }
}
