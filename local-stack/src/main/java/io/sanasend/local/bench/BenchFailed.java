package io.sanasend.local.bench;

/** A measurement could not be made; the message says which step failed and what was answered. */
public final class BenchFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BenchFailed(String message) {
        super(message);
    }
}
