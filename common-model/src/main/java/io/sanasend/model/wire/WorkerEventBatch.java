package io.sanasend.model.wire;

import java.util.List;

/**
 * Events in the order they happened. A 2xx answer acknowledges all of them.
 *
 * @param workerBootId changes with each start of a worker
 */
public record WorkerEventBatch(String workerBootId, List<WorkerEvent> events) {
    public WorkerEventBatch {
        events = List.copyOf(events);
    }
}
