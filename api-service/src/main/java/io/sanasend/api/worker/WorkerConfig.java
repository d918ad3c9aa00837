package io.sanasend.api.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Workers: how long they count as alive, and how long to wait for them. Where they are, they say themselves. */
@ConfigMapping(prefix = "sanasend.worker")
public interface WorkerConfig {

    /** Proves each side to the other; at least 32 characters, the same on both. */
    String secret();

    /**
     * How long a worker counts as alive after it registered, in whole seconds. Workers register every five seconds; what
     * restarts within this time is not missed.
     */
    @WithDefault("PT20S")
    Duration lease();

    /** For answers that need no browser. */
    @WithDefault("PT5S")
    Duration quickTimeout();

    /**
     * For answers that wait for a browser: longer than the worker's own deadlines, so that the worker gets to say what
     * went wrong.
     */
    @WithDefault("PT210S")
    Duration patientTimeout();

    /** Connections to one worker; each waiting call holds one. */
    @WithDefault("256")
    int connections();
}
