package io.sanasend.api.session.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Streams of events about sessions. */
@ConfigMapping(prefix = "sanasend.session-events")
public interface LiveConfig {

    /**
     * How often a stream says that it is still there, and is ended if its caller may not watch any more. A reader that
     * takes nothing for that long is cut off.
     */
    @WithDefault("PT15S")
    Duration heartbeat();

    /** How often sessions that are watched are read anyway; for changes that were not heard of while Redis was away. */
    @WithDefault("PT10S")
    Duration pollInterval();

    /** How long a reader is asked to wait before it comes back. */
    @WithDefault("PT3S")
    Duration reconnectDelay();

    /** Streams a user may have open at once, on one api process. */
    @WithDefault("10")
    int maxPerUser();

    /** Streams one api process has open at most. */
    @WithDefault("1000")
    int maxOpen();
}
