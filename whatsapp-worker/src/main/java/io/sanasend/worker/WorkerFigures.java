package io.sanasend.worker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sanasend.model.session.SessionState;
import io.sanasend.worker.browser.Chromes;
import io.sanasend.worker.event.EventSpool;
import io.sanasend.worker.event.SpoolLimits;
import io.sanasend.worker.session.SessionRegistry;
import java.nio.file.Path;

/** The worker's figures: those of the parts that keep none themselves are read when somebody asks. Thread-safe. */
final class WorkerFigures implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /** Shows which build this is, and how its process is. */
    void ofProcess(String version, Path data) {
        Gauge.builder("sanasend.worker.build.info", () -> 1)
                .description("Which build this is")
                .tag("version", version)
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        collections.bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new DiskSpaceMetrics(data.toFile()).bindTo(registry);
    }

    void of(SessionRegistry sessions) {
        for (SessionState state : SessionState.values()) {
            Gauge.builder("sanasend.worker.sessions", sessions, all -> in(all, state))
                    .description("Sessions in that state")
                    .tag("state", state.wireName())
                    .register(registry);
        }
        Gauge.builder("sanasend.worker.browsers", sessions, SessionRegistry::running)
                .description("Sessions that have a browser, or are about to")
                .register(registry);
        Gauge.builder("sanasend.worker.capacity", sessions, SessionRegistry::capacity)
                .description("How many may have one")
                .register(registry);
    }

    private static double in(SessionRegistry sessions, SessionState state) {
        return sessions.snapshots().stream()
                .filter(session -> session.state() == state)
                .count();
    }

    void of(EventSpool spool, SpoolLimits limits) {
        Gauge.builder("sanasend.worker.events.waiting", spool, EventSpool::pending)
                .description("Events that the api has not taken yet")
                .register(registry);
        Gauge.builder("sanasend.worker.events.limit", limits, SpoolLimits::events)
                .description("With how many of them the worker stops reading from its pages")
                .register(registry);
        Gauge.builder(
                        "sanasend.worker.degraded",
                        spool,
                        events -> events.trouble().isPresent() ? 1 : 0)
                .description("1 while events cannot be kept, and pages are not read")
                .register(registry);
    }

    void of(Chromes chromes) {
        Gauge.builder("sanasend.worker.browsers.memory", chromes, Chromes::memory)
                .description("Memory of all browsers, half a minute old at most; what processes share is counted once")
                .baseUnit("bytes")
                .register(registry);
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
