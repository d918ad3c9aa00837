package io.sanasend.api.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in a caller's words what a JSON value must be to become a Java type. */
final class JsonTypes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonTypes() {}

    static String ruleOf(@Nullable Class<?> type) {
        if (type == null) {
            return "has the wrong type";
        }
        if (type.isEnum()) {
            return "must be one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> JSON.convertValue(constant, String.class))
                            .collect(Collectors.joining(", "));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "must be true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "must be a number in the range of its type";
        }
        if (Temporal.class.isAssignableFrom(type)) {
            return "must be a time in ISO 8601, such as 2026-01-31T12:00:00Z";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "must be a list";
        }
        return type == String.class ? "must be text" : "must be an object";
    }
}
