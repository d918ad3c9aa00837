package io.sanasend.api.apilog;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Shows how the log of API requests keeps up. */
@ApplicationScoped
class ApiLogMetrics {

    void show(@Observes StartupEvent start, ApiLog log, MeterRegistry registry) {
        FunctionCounter.builder("sanasend.api.log.dropped", log, ApiLog::dropped)
                .description("Requests that are not in the API log, for want of room or of a database")
                .register(registry);
        Gauge.builder("sanasend.api.log.waiting", log, ApiLog::waiting)
                .description("Requests that wait to be written to it")
                .register(registry);
    }
}
