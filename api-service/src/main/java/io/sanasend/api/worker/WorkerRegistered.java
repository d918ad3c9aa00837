package io.sanasend.api.worker;

/**
 * Told inside the application, on a virtual thread, when a worker registered whose sessions are yet to be compared with the
 * table: it is new, was restarted, or comes back.
 */
public record WorkerRegistered(String workerId) {}
