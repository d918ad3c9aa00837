package io.sanasend.local.part;

import org.jspecify.annotations.Nullable;

/** A part of the stack did not become ready; the message says which one, why, and where its log is. */
public final class PartDidNotStart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PartDidNotStart(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
