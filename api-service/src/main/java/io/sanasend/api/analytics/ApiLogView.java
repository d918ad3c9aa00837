package io.sanasend.api.analytics;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One API request.
 *
 * @param id tells the page; as a number it is too long for many readers of JSON
 */
@JsonNaming(SnakeCaseStrategy.class)
@Schema(name = "ApiRequest")
record ApiLogView(
        @JsonIgnore @Schema(hidden = true) long id,

        @Schema(description = "Id of the user; absent when nobody was authenticated") @Nullable
        Long user,

        @Schema(description = "The route; unknown when there is none at the path", examples = "/api/v1/messages/{id}/")
        String endpoint,

        @Schema(examples = "GET") String method,

        @Schema(description = "499 when the caller left before the answer", examples = "200")
        int statusCode,

        @Schema(description = "From the request's first line to the end of the answer", examples = "12")
        int durationMs,

        @Schema(description = "Where the request came from", examples = "203.0.113.7") @Nullable
        String ipAddress,

        @Schema(description = "The readable start of the API key it was made with") @Nullable
        String keyPrefix,

        String requestId,

        @Schema(description = "Of the problem it was answered with") @Nullable
        String errorCode,

        @Schema(description = "When it was answered") Instant timestamp) {}
