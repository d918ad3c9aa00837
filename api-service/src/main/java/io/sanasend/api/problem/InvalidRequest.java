package io.sanasend.api.problem;

import java.util.List;
import java.util.Map;

/** The request was read, but fields of it break a rule; nothing was changed. Made by {@link FieldErrors}. */
public final class InvalidRequest extends ApiException {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, List<String>> errors;

    InvalidRequest(Map<String, List<String>> errors) {
        super(ProblemType.VALIDATION_FAILED, "Not valid: " + String.join(", ", errors.keySet()) + ".");
        this.errors = errors;
    }

    @Override
    public Map<String, List<String>> errors() {
        return errors;
    }
}
