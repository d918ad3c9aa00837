package io.sanasend.api.pacing;

/**
 * Told inside the application, in the transaction that gives a number another pace: its lane may be due now.
 *
 * @param sessionRow names the number
 */
public record PaceChanged(long sessionRow) {}
