package io.sanasend.api.testing;

import java.util.Map;
import java.util.TreeMap;

/** A statement as it was prepared, and what its parameters were set to, by index. */
public record RecordedStatement(String sql, Map<Integer, Object> parameters) {

    RecordedStatement(String sql) {
        this(sql, new TreeMap<>());
    }
}
