package io.sanasend.api.administration;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.api.schedule.WorkRun;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A run of scheduled work as operators see it. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "ScheduledRun")
record WorkRunView(
        @Schema(examples = "4711") long id,

        @Schema(
                description = "The api process that did it, by a name it chose at its start",
                examples = "5f0c1d2e3a4b5c6d")
        String replica,

        Instant startedAt,

        @Schema(description = "Null while it is under way") @Nullable
        Instant endedAt,

        @Schema(
                description = "running, ok, failed, stopped (its process was stopped, another goes on) or lost (its"
                        + " process died or hung, another took over)",
                enumeration = {"running", "ok", "failed", "stopped", "lost"},
                examples = "ok")
        String result,

        @Schema(description = "What came of it", examples = "12 runs removed") @Nullable
        String detail) {

    static WorkRunView of(WorkRun run) {
        return new WorkRunView(
                run.id(),
                run.replica(),
                run.startedAt(),
                run.endedAt(),
                run.result().wireName(),
                run.detail());
    }
}
