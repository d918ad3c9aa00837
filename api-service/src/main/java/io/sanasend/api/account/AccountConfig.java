package io.sanasend.api.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Users and passwords. */
@ConfigMapping(prefix = "sanasend.accounts")
public interface AccountConfig {

    /** The staff user made by the first start. */
    Optional<String> adminUsername();

    /** Its password; at least 8 characters. */
    Optional<String> adminPassword();

    /** Passwords hashed at once. One takes a core for some 100 ms and 19 MiB, so unbounded logins would starve the rest. */
    @WithDefault("2")
    int parallelHashes();

    /** How long a login waits for its turn to be hashed. */
    @WithDefault("PT10S")
    Duration hashPatience();

    /** Messages a new user may send on one day, if nothing else is said. */
    @WithDefault("1000")
    int maxMessagesPerDay();

    /** Messages a new user may send in one minute, if nothing else is said. */
    @WithDefault("10")
    int maxMessagesPerMinute();
}
