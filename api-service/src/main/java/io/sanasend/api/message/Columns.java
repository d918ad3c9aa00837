package io.sanasend.api.message;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Turns rows into columns, the form in which a statement takes many rows at once. */
final class Columns {

    private Columns() {}

    /** The place of each row, from 0. */
    static Integer[] places(List<?> rows) {
        return IntStream.range(0, rows.size()).boxed().toArray(Integer[]::new);
    }

    static <T, C> @Nullable C[] of(List<T> rows, Function<T, @Nullable C> value, IntFunction<@Nullable C[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
