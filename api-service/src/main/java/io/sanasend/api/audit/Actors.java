package io.sanasend.api.audit;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.ClientAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Tells who is at work on this thread: the caller of the request it serves, or the service itself. */
@ApplicationScoped
class Actors {

    private final CurrentVertxRequest current;
    private final ClientAddress clientAddress;

    Actors(CurrentVertxRequest current, ClientAddress clientAddress) {
        this.current = current;
        this.clientAddress = clientAddress;
    }

    Actor present() {
        RoutingContext request = Arc.container().requestContext().isActive() ? current.getCurrent() : null;
        if (request == null
                || !(request.user() instanceof QuarkusHttpUser user)
                || !(user.getSecurityIdentity().getPrincipal() instanceof Caller caller)) {
            return Actor.SERVICE;
        }
        return new Actor(
                caller.userId(),
                caller.username(),
                credentialOf(caller),
                addressOf(request),
                request.response().headers().get("X-Request-Id"));
    }

    private static String credentialOf(Caller caller) {
        return switch (caller.origin()) {
            case Caller.Origin.ApiKey key -> key.prefix();
            case Caller.Origin.Login(var id) -> "login " + id.toString().substring(0, 8);
        };
    }

    private @Nullable String addressOf(RoutingContext request) {
        return request.request().remoteAddress() == null
                ? null
                : clientAddress.of(request.request()).getHostAddress();
    }
}
