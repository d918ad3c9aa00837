package io.sanasend.api.apilog;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The log of API requests. */
@ConfigMapping(prefix = "sanasend.api-log")
public interface ApiLogConfig {

    /** How long requests are kept, in whole days; figures of how many there were are kept longer. */
    Duration retention();

    /** Requests that wait in memory to be written; those that find no room are not logged. */
    @WithDefault("20000")
    int buffer();

    /** How often those that wait are written. */
    @WithDefault("PT0.25S")
    Duration interval();
}
