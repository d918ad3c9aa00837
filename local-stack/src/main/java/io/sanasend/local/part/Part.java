package io.sanasend.local.part;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A piece of the stack with a process of its own.
 *
 * <p>Thread rule: {@link #start()} and {@link #stop()} are never called at the same time; {@link #process()} and {@link #isRunning()}
 * may be called from any thread.
 */
public interface Part {

    /** One word for people: {@code postgres}, {@code worker}. */
    String name();

    /** Where its output goes. */
    LogFile log();

    /**
     * Starts it and waits until it is ready to work.
     *
     * @return what to tell the person who started it: an address, a state
     * @throws PartDidNotStart when it ended, or was not ready in time; nothing of it is left running then
     */
    String start();

    /** Where to ask whether it works: an {@code http} address that answers 200, or {@code tcp://host:port}. Known once it was started. */
    URI check();

    /** Its process, while it runs. */
    Optional<ProcessHandle> process();

    /** Whether its process runs. */
    default boolean isRunning() {
        return process().isPresent();
    }

    /** Stops it in an orderly way and waits until it is gone; does nothing when it does not run. */
    void stop();

    /** Where a person finds out more. */
    default Path logFile() {
        return log().path();
    }
}
