package io.sanasend.api.schedule;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.sanasend.api.metric.DatabaseFigures;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts the runs this replica did, and shows what is overdue; that, each replica shows alike. */
@ApplicationScoped
class WorkMetrics {

    private final ScheduledRuns runs;
    private final MeterRegistry registry;
    private final MultiGauge overdue;

    WorkMetrics(ScheduledRuns runs, MeterRegistry registry) {
        this.runs = runs;
        this.registry = registry;
        this.overdue = MultiGauge.builder("sanasend.scheduled.overdue")
                .description("For how long scheduled work is due that nobody does")
                .baseUnit("seconds")
                .register(registry);
    }

    void ended(String work, RunResult result) {
        Counter.builder("sanasend.scheduled.runs")
                .description("Runs of scheduled work that this replica ended")
                .tag("work", work)
                .tag("result", result.wireName())
                .register(registry)
                .increment();
    }

    @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void refresh() {
        DatabaseFigures.read(
                "scheduled work",
                () -> overdue.register(
                        runs.overdue().entrySet().stream()
                                .<MultiGauge.Row<?>>map(work -> MultiGauge.Row.of(
                                        Tags.of("work", work.getKey()),
                                        work.getValue().toSeconds()))
                                .toList(),
                        true));
    }
}
