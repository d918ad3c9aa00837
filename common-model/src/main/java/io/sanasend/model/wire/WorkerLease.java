package io.sanasend.model.wire;

/**
 * Answer to a {@link WorkerRegistration}.
 *
 * @param seconds how long the worker counts as alive without another registration
 */
public record WorkerLease(int seconds) {}
