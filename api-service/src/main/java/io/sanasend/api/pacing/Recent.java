package io.sanasend.api.pacing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one number sent of late, the message that has just gone out included.
 *
 * @param now the database's clock
 * @param minuteBound when the oldest of the last {@code perMinute} messages went out; absent with fewer
 * @param hourBound the same of {@code perHour}
 * @param strangersToday recipients written to for the first time today
 * @param daysUsed days on which it sent before today
 */
record Recent(
        Instant now,
        @Nullable Instant minuteBound,
        @Nullable Instant hourBound,
        int strangersToday,
        int daysUsed) {}
