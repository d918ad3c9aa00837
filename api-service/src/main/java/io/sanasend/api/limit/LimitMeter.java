package io.sanasend.api.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.EnumMap;
import java.util.Map;

/** Metrics of the limits: what each refused, and what went on uncounted because the place it is counted is away. */
@ApplicationScoped
public class LimitMeter {

    private final Map<Limit, Counter> refused = new EnumMap<>(Limit.class);
    private final Map<Limit, Counter> uncounted = new EnumMap<>(Limit.class);

    public LimitMeter(MeterRegistry registry) {
        for (Limit limit : Limit.values()) {
            refused.put(
                    limit,
                    Counter.builder("sanasend.limits.refused")
                            .description("What a limit did not allow")
                            .tag("limit", limit.id())
                            .register(registry));
            if (limit.store().whenAway() == Limit.WhenAway.FAILS_OPEN) {
                uncounted.put(
                        limit,
                        Counter.builder("sanasend.limits.uncounted")
                                .description("What was let through uncounted, because Redis did not answer")
                                .tag("limit", limit.id())
                                .register(registry));
            }
        }
    }

    /** Shows all of them from the start on, so that the first one is seen as a rise. */
    void onStart(@Observes StartupEvent start) {
        // This has been made.
    }

    /** The limit did not allow something. */
    public void refused(Limit limit) {
        count(refused, limit);
    }

    /** Something was let through that could not be counted. */
    public void uncounted(Limit limit) {
        count(uncounted, limit);
    }

    private static void count(Map<Limit, Counter> counters, Limit limit) {
        Counter counter = counters.get(limit);
        if (counter == null) {
            throw new IllegalArgumentException(limit + " does not fail open");
        }
        counter.increment();
    }
}
