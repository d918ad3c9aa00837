package io.sanasend.api.problem;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal that ends the request; the one mapper answers it. Its message is read by the caller: what was wrong, with
 * which field or id, and what to do next. It never holds content, numbers or secrets.
 *
 * <p>Subclasses carry what a plain refusal does not: field errors, the id of a stored message.
 */
public class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final @Nullable Duration retryAfter;

    public ApiException(ProblemType type, String detail) {
        this(type, detail, null);
    }

    /**
     * A refusal that says when to try again.
     *
     * @param retryAfter goes into the {@code Retry-After} header, in whole seconds rounded up
     */
    public ApiException(ProblemType type, String detail, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.type = type;
        this.retryAfter = retryAfter;
    }

    public ProblemType type() {
        return type;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Field to texts; empty when no single field is at fault. */
    public Map<String, List<String>> errors() {
        return Map.of();
    }

    /** Members the problem document carries beside the standard ones. */
    public Map<String, Object> members() {
        return Map.of();
    }
}
