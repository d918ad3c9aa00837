package io.sanasend.api.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run of a piece of work.
 *
 * @param replica the process that did it, by the name it gave itself at its start
 * @param detail what came of it, in a few words
 */
public record WorkRun(
        long id,
        String replica,
        Instant startedAt,
        @Nullable Instant endedAt,
        RunResult result,
        @Nullable String detail) {}
