package io.sanasend.api.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.quarkus.scheduler.Scheduled;
import io.sanasend.api.media.MediaConfig;
import io.sanasend.api.metric.DatabaseFigures;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Shows which build this is, how its parts are, how its workers are, and how much room the disk of the files has. */
@ApplicationScoped
class HealthMetrics {

    private final HealthParts parts;
    private final WorkerPresence presence;
    private final MultiGauge states;
    private final AtomicReference<WorkerPresence.Figures> workers =
            new AtomicReference<>(new WorkerPresence.Figures(0, 0, 0, 0));

    HealthMetrics(
            HealthParts parts,
            WorkerPresence presence,
            MediaConfig media,
            @ConfigProperty(name = "quarkus.application.version") String version,
            MeterRegistry registry) {
        this.parts = parts;
        this.presence = presence;
        this.states = MultiGauge.builder("sanasend.part.up")
                .description("A part of the service: 1 is up, 0.5 degraded, 0 down")
                .register(registry);
        Gauge.builder("sanasend.build.info", () -> 1)
                .description("Which build this is")
                .tag("version", version)
                .register(registry);
        workers(registry, "live", WorkerPresence.Figures::live);
        workers(registry, "missed", WorkerPresence.Figures::missed);
        Gauge.builder("sanasend.workers.capacity", () -> workers.get().capacity())
                .description("Browsers that the live workers may run")
                .register(registry);
        Gauge.builder("sanasend.workers.browsers", () -> workers.get().browsers())
                .description("Browsers that they run")
                .register(registry);
        new DiskSpaceMetrics(media.directory().toFile()).bindTo(registry);
    }

    /** Of a worker that is alive, or that is not and is missed. */
    private void workers(MeterRegistry registry, String state, ToLongFunction<WorkerPresence.Figures> figure) {
        Gauge.builder("sanasend.workers", () -> figure.applyAsLong(workers.get()))
                .description("Workers that are live, and dead ones that linked numbers wait for")
                .tag("state", state)
                .register(registry);
    }

    @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void refresh() {
        states.register(
                parts.check().entrySet().stream()
                        .<MultiGauge.Row<?>>map(
                                part -> MultiGauge.Row.of(Tags.of("part", part.getKey()), levelOf(part.getValue())))
                        .toList(),
                true);
        DatabaseFigures.read("workers", () -> workers.set(presence.figures()));
    }

    private static double levelOf(PartState state) {
        return switch (state) {
            case UP -> 1;
            case DEGRADED -> 0.5;
            case DOWN -> 0;
        };
    }
}
