package io.sanasend.api.apilog;

import io.sanasend.api.problem.Problem;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/** Leaves with each request what only the resource layer knows of it: which endpoint answers, and with which error. */
@Provider
class Answered implements ContainerResponseFilter {

    /** Where the template of the endpoint is left, with the slash it is documented with. */
    static final String ENDPOINT = Answered.class.getName() + ".endpoint";

    private final Map<RuntimeResource, String> templates = new ConcurrentHashMap<>();

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request instanceof ResteasyReactiveContainerRequestContext reactive
                && reactive.getServerRequestContext() instanceof ResteasyReactiveRequestContext context) {
            RoutingContext routing = context.unwrap(RoutingContext.class);
            RuntimeResource resource = context.getTarget();
            if (resource != null) {
                routing.put(ENDPOINT, templates.computeIfAbsent(resource, Answered::templateOf));
            }
            if (response.getEntity() instanceof Problem problem) {
                routing.put(Problem.KEY, problem.errorCode());
            }
        }
    }

    private static String templateOf(RuntimeResource resource) {
        String below = resource.getPath() == null ? "" : resource.getPath().template;
        String template = (resource.getClassPath().template + "/" + below).replaceAll("/{2,}", "/");
        boolean file = template.substring(template.lastIndexOf('/')).contains(".");
        return file || template.endsWith("/") ? template : template + "/";
    }
}
