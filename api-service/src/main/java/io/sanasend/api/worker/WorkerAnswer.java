package io.sanasend.api.worker;

import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.model.wire.WorkerErrorCode;
import java.time.Duration;
import java.util.function.Function;

/** What came of a call to a worker. */
public sealed interface WorkerAnswer<T> {

    /** It answered. */
    record Given<T>(T value) implements WorkerAnswer<T> {}

    /** It refused or failed, and says how. */
    record Refused<T>(WorkerErrorCode code, String message) implements WorkerAnswer<T> {}

    /**
     * It could not be reached, did not answer in time, or what answered is no worker. Whether it did what was asked is
     * not known.
     *
     * @param why for the log; never content
     */
    record Away<T>(String why) implements WorkerAnswer<T> {}

    /** The same answer about something else. */
    default <R> WorkerAnswer<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Given<T>(T value) -> new Given<>(change.apply(value));
            case Refused<T>(WorkerErrorCode code, String message) -> new Refused<>(code, message);
            case Away<T>(String why) -> new Away<>(why);
        };
    }

    /**
     * The value, for callers that end with anything else.
     *
     * @throws ApiException what the caller of the public API is told instead
     */
    default T orThrow() {
        return switch (this) {
            case Given<T>(T value) -> value;
            case Refused<T>(WorkerErrorCode code, String message) -> throw refusal(code);
            case Away<T> _ ->
                throw new ApiException(
                        ProblemType.WORKER_UNAVAILABLE,
                        "The WhatsApp worker cannot be reached; try again.",
                        Duration.ofSeconds(5));
        };
    }

    private static ApiException refusal(WorkerErrorCode code) {
        return switch (code) {
            case CAPACITY_EXHAUSTED ->
                new ApiException(
                        ProblemType.CAPACITY_EXHAUSTED,
                        "As many sessions run as this installation allows; stop one, or ask its operator for more.",
                        Duration.ofSeconds(60));
            case SESSION_NOT_FOUND ->
                new ApiException(ProblemType.CONFLICT, "The session does not run now; start it with reconnect.");
            case SESSION_NOT_CONNECTED ->
                new ApiException(ProblemType.SESSION_NOT_CONNECTED, "The session is not connected now.");
            case RECIPIENT_NOT_ON_WHATSAPP ->
                new ApiException(ProblemType.RECIPIENT_NOT_ON_WHATSAPP, "The number is not on WhatsApp.");
            case INVALID_REQUEST ->
                new ApiException(ProblemType.CONFLICT, "That does not fit the state the session is in.");
            case MALFORMED_REQUEST,
                    UNAUTHENTICATED,
                    NOT_FOUND,
                    FENCED,
                    MESSAGE_NOT_FOUND,
                    MESSAGE_REFUSED,
                    MESSAGE_DEFERRED,
                    MEDIA_TOO_LARGE,
                    RESULT_UNKNOWN,
                    RATE_LIMITED,
                    SESSION_HELD,
                    PAGE_INCOMPATIBLE,
                    INTERNAL_ERROR ->
                new ApiException(
                        ProblemType.WORKER_UNAVAILABLE,
                        "The WhatsApp worker could not do it (" + code + "); try again.",
                        Duration.ofSeconds(10));
        };
    }
}
