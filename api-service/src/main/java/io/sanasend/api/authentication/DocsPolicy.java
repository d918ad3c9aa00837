package io.sanasend.api.authentication;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.sanasend.api.answer.WebConfig;
import io.sanasend.api.security.Scope;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps the pages of the documentation for staff, if that is set. They are served beside the resources. */
@ApplicationScoped
class DocsPolicy implements HttpSecurityPolicy {

    private final WebConfig config;

    DocsPolicy(WebConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return "docs";
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> caller, AuthorizationRequestContext context) {
        return switch (config.docsAccess()) {
            case PUBLIC -> CheckResult.permit();
            case STAFF -> caller.map(DocsPolicy::staffAlone);
        };
    }

    private static CheckResult staffAlone(SecurityIdentity caller) {
        if (caller.isAnonymous()) {
            throw new UnauthorizedException();
        }
        if (!caller.hasRole(Scope.ADMIN)) {
            throw new ForbiddenException();
        }
        return CheckResult.PERMIT;
    }
}
