package io.sanasend.api.session;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.sanasend.api.metric.DatabaseFigures;
import io.sanasend.model.session.SessionState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Shows how many sessions are in which state, and for how long linked numbers cannot send. Each replica shows the same. */
@ApplicationScoped
class SessionMetrics {

    /**
     * What is wrong, as far as sessions tell.
     *
     * @param sessions linked and wanted, and not connected
     * @param seconds for which the one that is so for longest could not send
     */
    private record Unconnected(long sessions, long seconds) {}

    private final SessionFigures figures;
    private final MultiGauge states;
    private final AtomicReference<Unconnected> unconnected = new AtomicReference<>(new Unconnected(0, 0));

    SessionMetrics(SessionFigures figures, MeterRegistry registry) {
        this.figures = figures;
        this.states = MultiGauge.builder("sanasend.sessions")
                .description("Sessions in that state")
                .register(registry);
        Gauge.builder("sanasend.sessions.unconnected", () -> unconnected.get().sessions())
                .description("Linked numbers that should be connected, and are not")
                .register(registry);
        Gauge.builder(
                        "sanasend.sessions.unconnected.age",
                        () -> unconnected.get().seconds())
                .description("For how long the one that is so for longest could not send")
                .baseUnit("seconds")
                .register(registry);
    }

    @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void refresh() {
        DatabaseFigures.read("sessions", () -> show(figures.byState()));
    }

    private void show(Map<SessionState, SessionFigures.OfState> byState) {
        states.register(
                Arrays.stream(SessionState.values())
                        .<MultiGauge.Row<?>>map(state -> MultiGauge.Row.of(
                                Tags.of("state", state.wireName()),
                                byState.getOrDefault(state, SessionFigures.NONE).sessions()))
                        .toList(),
                true);
        unconnected.set(new Unconnected(
                byState.values().stream()
                        .mapToLong(SessionFigures.OfState::unconnected)
                        .sum(),
                byState.values().stream()
                        .mapToLong(SessionFigures.OfState::seconds)
                        .max()
                        .orElse(0)));
    }
}
