package io.sanasend.api.session;

import io.sanasend.model.session.SessionState;

/**
 * Told inside the application once a change of a session is committed.
 *
 * @param id the row, not the wire id
 * @param state the state it is in now; {@code LOGGED_OUT} also when it was deleted
 */
public record SessionChanged(long id, SessionState state) {}
