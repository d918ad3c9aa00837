package io.sanasend.api.problem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses NUL in addresses, before a query meets it: no text of this service holds one, and PostgreSQL cannot. */
@ApplicationScoped
class NulRefusal {

    @ServerRequestFilter
    void refuse(ContainerRequestContext request) {
        UriInfo uri = request.getUriInfo();
        if (!uri.getRequestUri().toString().contains("%00")) {
            return;
        }
        if (uri.getPath().indexOf('\0') >= 0) {
            throw new ApiException(ProblemType.NOT_FOUND, "There is nothing at this path.");
        }
        FieldErrors errors = new FieldErrors();
        uri.getQueryParameters()
                .forEach((name, values) -> errors.require(
                        values.stream().noneMatch(value -> value.indexOf('\0') >= 0), name, "must not hold NUL"));
        errors.throwIfAny();
    }
}
