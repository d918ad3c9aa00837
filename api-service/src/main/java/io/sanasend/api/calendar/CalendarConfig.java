package io.sanasend.api.calendar;

import io.smallrye.config.ConfigMapping;
import java.time.ZoneId;

/** The calendar of the installation. */
@ConfigMapping(prefix = "sanasend.calendar")
public interface CalendarConfig {

    /** Where a day begins at midnight, by its IANA name. */
    ZoneId timezone();
}
