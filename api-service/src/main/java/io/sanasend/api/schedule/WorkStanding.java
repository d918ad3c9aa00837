package io.sanasend.api.schedule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A piece of work: when it is due, its last run, which may be under way, and the last that failed or was lost. */
public record WorkStanding(
        String name,
        Duration interval,
        Instant dueAt,
        @Nullable WorkRun lastRun,
        @Nullable WorkRun lastFailure) {}
