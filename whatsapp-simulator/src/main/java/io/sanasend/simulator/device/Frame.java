package io.sanasend.simulator.device;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object on its way to a page, {@code {"t": kind, …}}. Immutable. Its text carries no values, because values
 * are messages, numbers and codes.
 */
public final class Frame {

    private final Map<String, @Nullable Object> fields;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Frame(Map<String, @Nullable Object> fields) {
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public static Frame of(String kind) {
        return new Frame(Map.of("t", kind));
    }

    /** The same frame with one more field. */
    public Frame with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new Frame(more);
    }

    /** The fields, the kind under {@code t}. */
    @JsonValue
    public Map<String, @Nullable Object> json() {
        return fields;
    }

    @Override
    public String toString() {
        return "Frame[" + fields.get("t") + "]";
    }
}
