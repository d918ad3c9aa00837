package io.sanasend.api.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of every answer that is not a success: RFC 9457 with the fields callers of the classic API read.
 *
 * @param errors field to texts; empty when no single field is at fault
 * @param members what a single problem carries beside the rest
 * @param retryAfter goes into a header, not into the body
 */
@Schema(description = "RFC 9457 problem document. Every error has this shape.")
@JsonPropertyOrder({"type", "title", "status", "detail", "instance", "success", "message", "error_code", "errors"})
public record Problem(
        @Schema(examples = "urn:sanasend:problem:validation-failed")
        String type,

        String title,
        int status,
        String detail,
        @Schema(description = "The path that was called") String instance,
        boolean success,
        @Schema(description = "The same text as detail") String message,
        @JsonProperty("error_code") ProblemType errorCode,
        Map<String, List<String>> errors,
        @JsonProperty("request_id") String requestId,
        @JsonAnyGetter @Schema(hidden = true) Map<String, Object> members,
        @JsonIgnore @Schema(hidden = true) @Nullable Duration retryAfter) {

    /** The media type it is sent as. */
    public static final String CONTENT_TYPE = "application/problem+json";

    /** Where its type is left with the request, for those who follow requests. */
    public static final String KEY = Problem.class.getName();

    /** What an answer of that type looks like, for the documentation. */
    public static Problem example(ProblemType type) {
        ApiException refusal = type == ProblemType.VALIDATION_FAILED
                ? FieldErrors.invalid("field", "what it must be")
                : new ApiException(type, type.title() + ".");
        return of(refusal, "/api/v1/example/", "0b6d7c1e-5f0a-4c39-9d1e-2a7f3c8b4e55");
    }

    static Problem of(ApiException refusal, String path, String requestId) {
        ProblemType type = refusal.type();
        return new Problem(
                type.uri(),
                type.title(),
                type.status(),
                refusal.detail(),
                path,
                false,
                refusal.detail(),
                type,
                refusal.errors(),
                requestId,
                refusal.members(),
                refusal.retryAfter());
    }

    /** Whole seconds for {@code Retry-After}, which every 429 and 503 carries; 0 stands for none. */
    long retryAfterSeconds() {
        if (retryAfter != null) {
            return Math.max(1, retryAfter.plusNanos(999_999_999).toSeconds());
        }
        return status == 503 ? 5 : 0;
    }
}
