package io.sanasend.api.session;

import io.sanasend.model.session.SessionState;

/**
 * Told inside the application, in the transaction that makes a session or turns its state; whoever acts on it outside of the
 * database waits until that is committed.
 *
 * @param id the row, not the wire id
 * @param state the state it is in now; {@code LOGGED_OUT} also when it was deleted
 */
public record SessionChanged(long id, SessionState state) {}
