package io.sanasend.worker.http;

import io.javalin.config.RoutesConfig;
import io.sanasend.model.wire.WorkerHealth;
import io.sanasend.model.wire.WorkerPaths;
import io.sanasend.worker.event.EventSpool;
import io.sanasend.worker.session.SessionRegistry;
import java.util.Optional;

/**
 * Health.
 *
 * <table>
 * <tr><td>GET /health</td><td>open to anyone: up, or degraded with the reason when events cannot be kept any more</td></tr>
 * <tr><td>GET /ready</td><td>503 when no further browser can be started</td></tr>
 * </table>
 */
public final class HealthRoutes implements Routes {

    private final SessionRegistry sessions;
    private final EventSpool spool;
    private final String version;

    public HealthRoutes(SessionRegistry sessions, EventSpool spool, String version) {
        this.sessions = sessions;
        this.spool = spool;
        this.version = version;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(WorkerPaths.HEALTH, request -> request.json(health()));
        routes.get(WorkerPaths.READY, request -> {
            request.status(
                    sessions.running() < sessions.capacity() && spool.trouble().isEmpty() ? 200 : 503);
            request.json(health());
        });
    }

    private WorkerHealth health() {
        Optional<String> trouble = spool.trouble();
        return new WorkerHealth(
                trouble.isPresent() ? "degraded" : "up",
                trouble.orElse(null),
                version,
                spool.bootId(),
                sessions.running(),
                sessions.capacity(),
                spool.pending());
    }
}
