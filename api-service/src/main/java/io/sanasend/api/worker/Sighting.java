package io.sanasend.api.worker;

import io.sanasend.model.wire.SessionSnapshot;
import java.time.Instant;

/**
 * A snapshot with what is needed to tell whether it is newer than another one.
 *
 * @param bootId the worker's run that took it; revisions count within one
 * @param at when it was taken, or came here
 */
public record Sighting(String bootId, Instant at, SessionSnapshot snapshot) {}
