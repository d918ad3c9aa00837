package io.sanasend.api.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Where the worker is, and how long to wait for it. */
@ConfigMapping(prefix = "sanasend.worker")
public interface WorkerConfig {

    /** Base address of the worker's internal API. */
    URI url();

    /** Proves each side to the other; at least 32 characters, the same on both. */
    String secret();

    /** For answers that need no browser. */
    @WithDefault("PT5S")
    Duration quickTimeout();

    /**
     * For answers that wait for a browser: longer than the worker's own deadlines, so that the worker gets to say what
     * went wrong.
     */
    @WithDefault("PT210S")
    Duration patientTimeout();

    /** Connections to the worker; each waiting call holds one. */
    @WithDefault("256")
    int connections();
}
