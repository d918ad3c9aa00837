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

    /**
     * Attempts under way at once, over all numbers. Far more than a hanging worker has numbers, so that those of other workers
     * go on; each costs a connection to a worker and no database connection.
     */
    @WithDefault("1024")
    int parallelAttempts();

    /** How often it is looked for lanes that are due and that nobody was woken for. */
    @WithDefault("PT5S")
    Duration sweepInterval();

    /** The first pause of a lane whose head could not be sent now, at most; doubled with each attempt. */
    @WithDefault("PT1S")
    Duration firstPause();

    @WithDefault("PT1M")
    Duration longestPause();

    /** Answers of a connected page without success after which a message is given up, so that it does not block its lane for ever. */
    @WithDefault("60")
    int maxSetbacks();

    /**
     * How long messages are kept after the day they were accepted on, three days at least; their figures are kept for ever. Open
     * ones are kept in any case.
     */
    @WithDefault("P90D")
    Duration retention();
}
