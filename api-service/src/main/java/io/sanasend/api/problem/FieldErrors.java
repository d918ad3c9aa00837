package io.sanasend.api.problem;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what is wrong with the fields of one request, so that a caller learns all of it at once. Fields are named as
 * in the JSON or form. Confined to one thread.
 */
public final class FieldErrors {

    private final Map<String, List<String>> errors = new LinkedHashMap<>();

    /** Only one field is at fault. */
    public static InvalidRequest invalid(String field, String rule) {
        return new FieldErrors().add(field, rule).toException();
    }

    public FieldErrors add(String field, String rule) {
        errors.computeIfAbsent(field, name -> new ArrayList<>()).add(rule);
        return this;
    }

    /** Adds the error if the condition does not hold. */
    public FieldErrors require(boolean condition, String field, String rule) {
        return condition ? this : add(field, rule);
    }

    /**
     * Ends the collection.
     *
     * @throws InvalidRequest if anything was added
     */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw toException();
        }
    }

    Map<String, List<String>> asMap() {
        return Collections.unmodifiableMap(errors);
    }

    private InvalidRequest toException() {
        return new InvalidRequest(asMap());
    }
}
