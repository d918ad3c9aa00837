package io.sanasend.api.message;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Messages and their way to WhatsApp. */
@ConfigMapping(prefix = "sanasend.messages")
public interface MessageConfig {

    /** How long a send request waits for WhatsApp to take the message, if its caller does not say. */
    @WithDefault("PT10S")
    Duration defaultWait();

    /** The longest a caller can ask to wait. */
    @WithDefault("PT30S")
    Duration maxWait();

    /** Attempts under way at once, over all numbers. Each waits on a browser; more would only queue at the worker. */
    @WithDefault("64")
    int parallelAttempts();

    /** The first pause of a lane whose head could not be sent now; doubled with each attempt. */
    @WithDefault("PT1S")
    Duration firstPause();

    @WithDefault("PT1M")
    Duration longestPause();

    /** Answers of a connected page without success after which a message is given up, so that it does not block its lane for ever. */
    @WithDefault("60")
    int maxSetbacks();
}
