package io.sanasend.api.security;

/** A file does not hold a key that can be used. The message says why, for the operator, and nothing of what is in it. */
public final class UnusableKey extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableKey(String reason) {
        super(reason);
    }
}
