package io.sanasend.local.torture;

/** The trial itself could not be held: a wrong option, or the product did not even start. */
public final class TortureFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TortureFailed(String message) {
        super(message);
    }
}
