package io.sanasend.api.authentication;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.sanasend.api.security.ClientAddress;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds the caller of each request once, however often it is asked for: first to count the request, then to let it in. */
@ApplicationScoped
class RequestCallers {

    private static final String FOUND = RequestCallers.class.getName();

    private final ClientAddress clientAddress;

    RequestCallers(ClientAddress clientAddress) {
        this.clientAddress = clientAddress;
    }

    /** The caller; null without a credential, and a failure if that is not good. */
    Uni<SecurityIdentity> of(RoutingContext request, IdentityProviderManager identities) {
        Uni<SecurityIdentity> found = request.get(FOUND);
        if (found == null) {
            found = find(request, identities).memoize().indefinitely();
            request.put(FOUND, found);
        }
        return found;
    }

    private Uni<SecurityIdentity> find(RoutingContext request, IdentityProviderManager identities) {
        Credential credential = Credential.of(request.request());
        return credential instanceof Credential.None
                ? Uni.createFrom().nullItem()
                : identities.authenticate(new CallerRequest(credential, clientAddress.of(request.request())));
    }
}
