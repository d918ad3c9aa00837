package io.sanasend.api.authentication;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/**
 * Reads the credential of a request. It alone decides: the JWT extension's own mechanism, which would answer in its own
 * words, comes after it and never sees a credential.
 */
@ApplicationScoped
class CallerMechanism implements HttpAuthenticationMechanism {

    private final RequestCallers callers;

    CallerMechanism(RequestCallers callers) {
        this.callers = callers;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        return callers.of(request, identities);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(CallerRequest.class);
    }

    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 1_000;
    }
}
