package io.sanasend.api.worker;

import io.sanasend.api.security.Digests;
import io.sanasend.model.wire.WorkerPaths;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Lets workers in on the management port, and nobody else. */
@ApplicationScoped
public class WorkerSecret {

    private final WorkerConfig config;

    public WorkerSecret(WorkerConfig config) {
        this.config = config;
    }

    /** Goes before whatever looks at the body; how much of one the port takes in is bounded for everybody. */
    public void require(RoutingContext request) {
        String secret = request.request().getHeader(WorkerPaths.SECRET_HEADER);
        if (secret == null || !Digests.sameSecret(secret, config.secret())) {
            request.response().setStatusCode(401).end();
        } else {
            request.next();
        }
    }
}
