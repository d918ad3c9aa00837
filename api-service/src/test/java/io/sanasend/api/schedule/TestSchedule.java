package io.sanasend.api.schedule;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Lets tests say when this replica looks for scheduled work; by itself it does not. */
@ApplicationScoped
public class TestSchedule {

    private final WorkScheduler scheduler;

    TestSchedule(WorkScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Does what is due, and comes back when it is done. */
    public void look() {
        scheduler.look();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(scheduler::isAtRest);
    }
}
