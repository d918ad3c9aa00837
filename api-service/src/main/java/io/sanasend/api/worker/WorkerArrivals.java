package io.sanasend.api.worker;

import io.quarkus.runtime.StartupEvent;
import io.sanasend.api.fanout.Fanout;
import io.sanasend.api.fanout.Listener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;

/**
 * Tells every replica of a worker that has something new to say, since only one of them may act on it. What is not heard is
 * found in the table within seconds.
 */
@ApplicationScoped
class WorkerArrivals {

    private static final String TOPIC = "worker-arrivals";

    private final Fanout fanout;
    private final Event<WorkerRegistered> arrivals;

    WorkerArrivals(Fanout fanout, Event<WorkerRegistered> arrivals) {
        this.fanout = fanout;
        this.arrivals = arrivals;
    }

    void onStart(@Observes StartupEvent start) {
        fanout.listen(TOPIC, new Listener() {
            @Override
            public void heard(String workerId) {
                arrivals.fire(new WorkerRegistered(workerId));
            }

            @Override
            public void maybeMissed() {
                // The table has it.
            }
        });
    }

    /** Returns at once. */
    void tell(String workerId) {
        fanout.tell(TOPIC, workerId);
    }
}
