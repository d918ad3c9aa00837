package io.sanasend.api.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.ManagementInterface;
import io.sanasend.api.problem.DatabaseOutage;
import io.sanasend.model.wire.WorkerLease;
import io.sanasend.model.wire.WorkerPaths;
import io.sanasend.model.wire.WorkerRegistration;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes the registrations of workers.
 *
 * <table>
 * <caption>On the management port, which is not published</caption>
 * <tr><td>POST {@code /internal/workers}</td><td>200 with the lease the worker has from now on, 409 if a later process has its
 * name</td></tr>
 * </table>
 */
@ApplicationScoped
class RegistrationRoute {

    private static final Logger LOG = Logger.getLogger(RegistrationRoute.class);
    private static final long MAX_BODY = 16L << 10;

    private final Workers workers;
    private final WorkerSecret secret;
    private final WorkerConfig config;
    private final ObjectMapper json;
    private final WorkerArrivals arrivals;

    RegistrationRoute(
            Workers workers, WorkerSecret secret, WorkerConfig config, ObjectMapper json, WorkerArrivals arrivals) {
        this.workers = workers;
        this.secret = secret;
        this.config = config;
        this.json = json;
        this.arrivals = arrivals;
    }

    void register(@Observes ManagementInterface management) {
        management.router().post(WorkerPaths.WORKERS).handler(secret::require);
        management
                .router()
                .post(WorkerPaths.WORKERS)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY))
                .blockingHandler(this::take, false);
    }

    private void take(RoutingContext request) {
        try {
            if (request.body().length() > MAX_BODY) {
                request.response().setStatusCode(413).end("a registration is short");
                return;
            }
            WorkerRegistration worker = read(request.body().asString());
            Optional<String> broken =
                    worker == null ? Optional.of("a registration is required") : RegistrationRules.brokenBy(worker);
            if (worker == null || broken.isPresent()) {
                request.response().setStatusCode(422).end(broken.orElse(""));
                return;
            }
            switch (workers.register(worker)) {
                case Registered.Leased(boolean isTurned) -> {
                    answer(request);
                    if (isTurned) {
                        LOG.infof(
                                "Worker %s registered: version %s, run %s",
                                worker.workerId(), worker.version(), worker.bootId());
                        arrivals.tell(worker.workerId());
                    }
                }
                case Registered.Superseded(URI by) ->
                    request.response()
                            .setStatusCode(409)
                            .end("a worker at " + by + " has the name " + worker.workerId()
                                    + " too; give each its own SANASEND_WORKER_ID");
            }
        } catch (JsonProcessingException e) {
            request.response().setStatusCode(400).end("not a registration in JSON");
        } catch (RuntimeException e) {
            // The top of this request's thread; the worker registers again within seconds.
            if (DatabaseOutage.isBehind(e)) {
                LOG.warn("A worker could not register: the database does not answer");
            } else {
                LOG.error("A worker could not register; it tries again", e);
            }
            request.response().setStatusCode(503).putHeader("Retry-After", "1").end();
        }
    }

    private @Nullable WorkerRegistration read(@Nullable String body) throws JsonProcessingException {
        return body == null || body.isBlank() ? null : json.readValue(body, WorkerRegistration.class);
    }

    private void answer(RoutingContext request) throws JsonProcessingException {
        request.response()
                .putHeader("Content-Type", "application/json")
                .end(json.writeValueAsString(
                        new WorkerLease((int) config.lease().toSeconds())));
    }
}
