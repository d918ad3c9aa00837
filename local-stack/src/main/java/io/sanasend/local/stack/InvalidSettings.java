package io.sanasend.local.stack;

import java.util.List;

/** Settings that cannot be used; the message lists all of them, one a line. */
public final class InvalidSettings extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidSettings(List<String> errors) {
        super("these settings cannot be used:\n  " + String.join("\n  ", errors));
    }
}
