package io.sanasend.api.queue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.sanasend.api.metric.DatabaseFigures;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;

/**
 * Shows depth and age of the queues as metrics: of those that wait longest by number, so that the number of series is bounded,
 * and how many there are in all. Each replica shows the same, a little late.
 */
@ApplicationScoped
class QueueMetrics {

    /** Numbers with series of their own. */
    private static final int NUMBERS = 200;

    private final Queues queues;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicReference<Queues.Unconfirmed> unconfirmed = new AtomicReference<>(new Queues.Unconfirmed(0, 0));
    private final MultiGauge depth;
    private final MultiGauge age;

    QueueMetrics(Queues queues, MeterRegistry registry) {
        this.queues = queues;
        this.depth = MultiGauge.builder("sanasend.queue.depth")
                .description("Messages of a number that wait or are under way")
                .register(registry);
        this.age = MultiGauge.builder("sanasend.queue.age")
                .description("Age of the oldest of them")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("sanasend.queues", waiting, AtomicLong::get)
                .description("Numbers with messages that wait, or that are paused")
                .register(registry);
        Gauge.builder("sanasend.messages.unconfirmed", () -> unconfirmed.get().messages())
                .description("Messages of which it is not known whether they went out, those under way included")
                .register(registry);
        Gauge.builder(
                        "sanasend.messages.unconfirmed.age",
                        () -> unconfirmed.get().seconds())
                .description("Since the first attempt of the one that is so for longest")
                .baseUnit("seconds")
                .register(registry);
    }

    @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void refresh() {
        DatabaseFigures.read("queues", () -> {
            List<QueueView> longest = queues.page(0, NUMBERS);
            waiting.set(longest.size() < NUMBERS ? longest.size() : queues.count());
            depth.register(rows(longest, QueueView::depth), true);
            age.register(rows(longest, QueueView::ageSeconds), true);
            unconfirmed.set(queues.unconfirmed());
        });
    }

    private static List<MultiGauge.Row<?>> rows(List<QueueView> views, ToLongFunction<QueueView> figure) {
        return views.stream()
                .<MultiGauge.Row<?>>map(
                        view -> MultiGauge.Row.of(Tags.of("session", view.sessionId()), figure.applyAsLong(view)))
                .toList();
    }
}
