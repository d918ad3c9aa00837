package io.sanasend.api.account;

/**
 * Told inside the application, within the transaction that changes a user: whoever remembers something about the user
 * forgets it once that is committed.
 */
public record UserChanged(long userId) {}
