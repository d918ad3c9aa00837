package io.sanasend.simulator.control;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A control request that changes nothing: why, and which field is at fault. Answered as problem JSON. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String field;

    private Refusal(int status, @Nullable String field, String message) {
        super(message);
        this.status = status;
        this.field = field;
    }

    static Refusal invalid(String field, String rule) {
        return new Refusal(422, field, field + " " + rule);
    }

    static Refusal malformed(String message) {
        return new Refusal(400, null, message);
    }

    static Refusal notFound(String message) {
        return new Refusal(404, null, message);
    }

    static Refusal because(int status, @Nullable String field, String message) {
        return new Refusal(status, field, message);
    }

    int status() {
        return status;
    }

    Optional<String> field() {
        return Optional.ofNullable(field);
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
