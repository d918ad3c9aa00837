package io.sanasend.api.authentication;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.virtual.threads.VirtualThreads;
import io.sanasend.api.apikey.ApiKeyToken;
import io.sanasend.api.apikey.KnownKeys;
import io.sanasend.api.cache.Reach;
import io.sanasend.api.login.KnownLogins;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.security.AccessTokens;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.CallerStanding;
import io.sanasend.api.security.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;

/**
 * Finds the caller behind a credential. Its user, login and key are remembered for seconds, and a change of them is heard
 * of at once: a request of a caller that is remembered is let in on the thread it came on, without a look anywhere.
 */
@ApplicationScoped
class CallerProvider implements IdentityProvider<CallerRequest> {

    private final AccessTokens tokens;
    private final KnownLogins logins;
    private final KnownKeys keys;
    /** A caller that comes with hundreds of requests at once is looked up for each, and that must not cost a thread each. */
    private final ExecutorService lookUps;

    CallerProvider(AccessTokens tokens, KnownLogins logins, KnownKeys keys, @VirtualThreads ExecutorService lookUps) {
        this.tokens = tokens;
        this.logins = logins;
        this.keys = keys;
        this.lookUps = lookUps;
    }

    @Override
    public Class<CallerRequest> getRequestType() {
        return CallerRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(CallerRequest request, AuthenticationRequestContext context) {
        try {
            return caller(request, Reach.MEMORY)
                    .map(caller -> Uni.createFrom().item(identityOf(caller, request)))
                    .orElseGet(
                            () -> Uni.createFrom().item(() -> lookedUp(request)).runSubscriptionOn(lookUps));
        } catch (ApiException refusal) {
            return Uni.createFrom().failure(failed(refusal));
        }
    }

    private SecurityIdentity lookedUp(CallerRequest request) {
        try {
            return identityOf(caller(request, Reach.DATABASE).orElseThrow(CallerProvider::invalid), request);
        } catch (ApiException refusal) {
            throw failed(refusal);
        }
    }

    private Optional<Caller> caller(CallerRequest request, Reach reach) {
        return switch (request.credential()) {
            case Credential.Bearer(String token) -> logins.callerOf(tokens.verify(token), reach);
            case Credential.Key(String text) ->
                ApiKeyToken.parse(text).flatMap(key -> keys.callerOf(key, request.address(), reach));
            case Credential.Unknown(), Credential.None() -> Optional.empty();
        };
    }

    private SecurityIdentity identityOf(Caller caller, CallerRequest request) {
        CallerStanding standing = () -> standing(request);
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(caller)
                .addAttribute(CallerStanding.ATTRIBUTE, standing)
                .addRoles(caller.scopes().stream().map(Scope::wireName).collect(Collectors.toSet()))
                .build();
    }

    private Optional<Caller> standing(CallerRequest request) {
        try {
            return caller(request, Reach.DATABASE);
        } catch (ApiException _) {
            return Optional.empty();
        }
    }

    /** The framework lets only its own exception through; the mapper takes the cause out again. */
    private static AuthenticationFailedException failed(ApiException refusal) {
        return new AuthenticationFailedException(refusal);
    }

    private static ApiException invalid() {
        return new ApiException(ProblemType.INVALID_CREDENTIALS, "The credentials are not valid.");
    }
}
