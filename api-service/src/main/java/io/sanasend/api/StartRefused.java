package io.sanasend.api;

import java.util.List;

/** The service cannot start as it is configured. Its message lists everything that is missing or weak, for the operator. */
public final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartRefused(List<String> problems) {
        super("SanaSend API cannot start:\n"
                + String.join("\n", problems.stream().map(p -> "  - " + p).toList()));
    }
}
