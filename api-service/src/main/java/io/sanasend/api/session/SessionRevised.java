package io.sanasend.api.session;

/**
 * Told inside the application once it is committed that something of a session changed that its owner can see: its state,
 * its QR code, whether it is the primary, whether it is there. {@link SessionChanged} is told at turns of its state alone.
 *
 * @param id the row, not the wire id
 */
public record SessionRevised(long id) {}
