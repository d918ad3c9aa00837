package io.sanasend.worker.http;

import io.javalin.config.RoutesConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sanasend.model.wire.WorkerPaths;

/**
 * Metrics.
 *
 * <table>
 * <tr><td>GET /metrics</td><td>open to anyone: figures in Prometheus' text format, none of which names a session</td></tr>
 * </table>
 */
public final class MetricsRoutes implements Routes {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry figures;

    public MetricsRoutes(PrometheusMeterRegistry figures) {
        this.figures = figures;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(WorkerPaths.METRICS, request -> request.contentType(TEXT).result(figures.scrape()));
    }
}
