package io.sanasend.local.stack;

import java.nio.file.Path;
import java.util.Optional;

/** Another stack runs in the same home directory. */
public final class AlreadyRunning extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AlreadyRunning(Path home, Optional<ProcessHandle> holder) {
        super("SanaSend is already running in " + home
                + holder.map(process -> " (process " + process.pid() + ")").orElse("")
                + ". Stop it with scripts/stop, or give this one another SANASEND_HOME and other ports.");
    }
}
