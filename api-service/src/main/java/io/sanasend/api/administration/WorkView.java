package io.sanasend.api.administration;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.api.schedule.RunResult;
import io.sanasend.api.schedule.WorkRun;
import io.sanasend.api.schedule.WorkStanding;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A piece of scheduled work as operators see it. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "ScheduledWork")
record WorkView(
        @Schema(examples = "old-files") String name,

        @Schema(description = "Seconds from the start of one run to the next", examples = "600")
        long interval,

        @Schema(description = "When it is due next; while a run is under way, when that one was due")
        Instant nextDueAt,

        @JsonProperty("is_running") @Schema(description = "Whether a run is under way")
        boolean isRunning,

        @Nullable WorkRunView lastRun,

        @Schema(description = "The last run that failed or was lost, as long as it is kept") @Nullable
        WorkRunView lastFailure) {

    static WorkView of(WorkStanding work) {
        WorkRun last = work.lastRun();
        return new WorkView(
                work.name(),
                work.interval().toSeconds(),
                work.dueAt(),
                last != null && last.result() == RunResult.RUNNING,
                Optional.ofNullable(last).map(WorkRunView::of).orElse(null),
                Optional.ofNullable(work.lastFailure()).map(WorkRunView::of).orElse(null));
    }
}
