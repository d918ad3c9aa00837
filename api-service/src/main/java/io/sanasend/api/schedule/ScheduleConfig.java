package io.sanasend.api.schedule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Scheduled work. */
@ConfigMapping(prefix = "sanasend.schedule")
interface ScheduleConfig {

    /** How long runs of scheduled work are kept. */
    @WithDefault("P30D")
    Duration retention();
}
