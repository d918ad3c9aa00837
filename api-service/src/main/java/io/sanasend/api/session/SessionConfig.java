package io.sanasend.api.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Linked numbers. */
@ConfigMapping(prefix = "sanasend.sessions")
public interface SessionConfig {

    /** Instances a user may have at once. */
    @WithDefault("10")
    int maxPerUser();

    /** How long a request waits for a QR code or a connection; workers wait 60 seconds at most. */
    @WithDefault("PT60S")
    Duration startPatience();

    /** How long a QR code is shown beyond its expected end, since clocks differ and WhatsApp rotates a little late. */
    @WithDefault("PT5S")
    Duration qrGrace();

    /** How often the table is compared with the worker. */
    @WithDefault("PT30S")
    Duration repairInterval();

    /** A session that was never linked and that the worker does not have is given up after this time. */
    @WithDefault("PT2M")
    Duration startDeadline();
}
