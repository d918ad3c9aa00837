package io.sanasend.api.openapi;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Leads to the reference pages from their address without the slash; a static directory answers only with it. */
@ApplicationScoped
class ReferencePage {

    private static final String PATH = "/api/redoc";

    void register(@Observes Router router) {
        router.get(PATH).order(0).handler(this::lead);
    }

    private void lead(RoutingContext request) {
        if (request.request().path().endsWith("/")) {
            request.next();
            return;
        }
        request.response()
                .setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, PATH + "/")
                .end();
    }
}
