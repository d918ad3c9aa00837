package io.sanasend.model.wire;

import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /health}, open to anyone who can reach the worker.
 *
 * @param status {@code up} or {@code degraded}
 * @param reason why it is degraded, and what is to be done
 * @param sessions sessions with a browser
 * @param capacity how many browsers it may run
 * @param pendingEvents events not yet acknowledged by the api
 */
public record WorkerHealth(
        String status,
        @Nullable String reason,
        String version,
        String bootId,
        int sessions,
        int capacity,
        int pendingEvents) {}
