package io.sanasend.api.administration;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.api.worker.RegisteredWorker;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A worker as operators see it. */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "Worker")
record WorkerView(
        @Schema(description = "Its name, the same after a restart", examples = "worker-1")
        String id,

        @Schema(description = "The machine it runs on", examples = "10.0.0.7")
        String host,

        @JsonProperty("is_live")
        @Schema(
                description = "Whether it registered lately. Sessions of one that did not move to another of the same"
                        + " profiles, or wait")
        boolean isLive,

        @Schema(description = "Browsers it may run", examples = "50")
        int capacity,

        @Schema(description = "Browsers it ran when it registered last", examples = "12")
        int sessions,

        @Schema(
                description =
                        "Names the place its profiles are kept in. Workers of the same place take over each other's"
                                + " sessions")
        String profiles,

        @Schema(examples = "0.1.0") String version,

        @Schema(description = "When it registered last") Instant seenAt) {

    static WorkerView of(RegisteredWorker worker) {
        return new WorkerView(
                worker.id(),
                worker.address().getHost(),
                worker.live(),
                worker.capacity(),
                worker.sessions(),
                worker.profiles(),
                worker.version(),
                worker.seenAt());
    }
}
