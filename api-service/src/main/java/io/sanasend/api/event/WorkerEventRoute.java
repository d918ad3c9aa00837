package io.sanasend.api.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.ManagementInterface;
import io.sanasend.api.worker.WorkerSecret;
import io.sanasend.model.wire.WorkerEvent;
import io.sanasend.model.wire.WorkerPaths;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Takes events from workers.
 *
 * <table>
 * <caption>On the management port, which is not published</caption>
 * <tr><td>POST {@code /internal/worker-events}</td><td>204 when all of the batch is applied, or was before</td></tr>
 * </table>
 */
@ApplicationScoped
class WorkerEventRoute {

    private static final Logger LOG = Logger.getLogger(WorkerEventRoute.class);
    private static final long MAX_BATCH = 16L << 20;
    /** Longer than any worker makes one. */
    private static final int MAX_ID = 128;

    private final WorkerEvents events;
    private final WorkerSecret secret;
    private final ObjectMapper json;

    WorkerEventRoute(WorkerEvents events, WorkerSecret secret, ObjectMapper json) {
        this.events = events;
        this.secret = secret;
        this.json = json;
    }

    void register(@Observes ManagementInterface management) {
        Router router = management.router();
        router.post(WorkerPaths.WORKER_EVENTS).handler(secret::require);
        router.post(WorkerPaths.WORKER_EVENTS)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BATCH))
                .blockingHandler(this::take, false);
    }

    private void take(RoutingContext request) {
        try {
            JsonNode batch = json.readTree(request.body().asString());
            String bootId = batch == null ? "" : batch.path("workerBootId").asText();
            if (bootId.isEmpty() || !batch.path("events").isArray()) {
                request.response().setStatusCode(422).end("workerBootId and events are required");
                return;
            }
            events.apply(bootId, read(batch.path("events")));
            request.response().setStatusCode(204).end();
        } catch (JsonProcessingException e) {
            LOG.warnf(
                    "A worker sent events that are not JSON (%s)", e.getClass().getSimpleName());
            request.response().setStatusCode(400).end("not JSON");
        } catch (RuntimeException e) {
            // The top of this request's thread. Nothing of the batch is applied; the worker sends it again.
            LOG.error("A batch of worker events was not applied; the worker will send it again", e);
            request.response().setStatusCode(503).putHeader("Retry-After", "1").end();
        }
    }

    /** An event that cannot be read or stored is left out: refusing the batch for it would block all that follow, for ever. */
    private List<WorkerEvent> read(JsonNode nodes) {
        List<WorkerEvent> readable = new ArrayList<>();
        for (JsonNode node : nodes) {
            String id = node.path("eventId").asText();
            if (id.isBlank() || id.length() > MAX_ID) {
                LOG.error("An event without a usable id is dropped; are both services of the same version?");
                continue;
            }
            try {
                readable.add(json.treeToValue(node, WorkerEvent.class));
            } catch (JsonProcessingException e) {
                LOG.errorf(
                        "Event %s of type %s cannot be read and is dropped; are both services of the same version?",
                        id, node.path("type").asText());
            }
        }
        return readable;
    }
}
