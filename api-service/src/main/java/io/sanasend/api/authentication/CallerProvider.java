package io.sanasend.api.authentication;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.sanasend.api.account.User;
import io.sanasend.api.account.Users;
import io.sanasend.api.apikey.ApiKeyToken;
import io.sanasend.api.apikey.ApiKeys;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.security.AccessTokens;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Collectors;

/**
 * Finds the caller behind a credential. The user is read with each request, so that a deactivation, a revoked key or a
 * lost staff flag takes effect at once.
 */
@ApplicationScoped
class CallerProvider implements IdentityProvider<CallerRequest> {

    private final AccessTokens tokens;
    private final Users users;
    private final ApiKeys keys;

    CallerProvider(AccessTokens tokens, Users users, ApiKeys keys) {
        this.tokens = tokens;
        this.users = users;
        this.keys = keys;
    }

    @Override
    public Class<CallerRequest> getRequestType() {
        return CallerRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(CallerRequest request, AuthenticationRequestContext context) {
        return context.runBlocking(() -> identify(request));
    }

    private SecurityIdentity identify(CallerRequest request) {
        Caller caller;
        try {
            caller = callerOf(request);
        } catch (ApiException refusal) {
            // The framework lets only its own exception through; the mapper takes the cause out again.
            throw new AuthenticationFailedException(refusal);
        }
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(caller)
                .addRoles(caller.scopes().stream().map(Scope::wireName).collect(Collectors.toSet()))
                .build();
    }

    private Caller callerOf(CallerRequest request) {
        return switch (request.credential()) {
            case Credential.Bearer(String token) ->
                users.active(tokens.userOf(token)).map(User::asCaller).orElseThrow(CallerProvider::invalid);
            case Credential.Key(String text) ->
                keys.callerOf(ApiKeyToken.parse(text).orElseThrow(CallerProvider::invalid), request.address());
            case Credential.Unknown(), Credential.None() -> throw invalid();
        };
    }

    private static ApiException invalid() {
        return new ApiException(ProblemType.INVALID_CREDENTIALS, "The credentials are not valid.");
    }
}
