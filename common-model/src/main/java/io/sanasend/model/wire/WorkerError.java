package io.sanasend.model.wire;

/**
 * The body of every answer of a worker that is not 2xx.
 *
 * @param message what went wrong, about which field or id, and what to do next; no content, no number
 */
public record WorkerError(WorkerErrorCode code, String message) {}
