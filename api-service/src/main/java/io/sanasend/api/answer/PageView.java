package io.sanasend.api.answer;

import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of a list.
 *
 * @param count how many there are in all; absent when the list is read by cursor
 * @param next where the next page is
 */
public record PageView<T>(
        boolean success,
        @Nullable Long count,
        @Nullable URI next,
        @Nullable URI previous,
        List<T> results) {

    /** A page by number. */
    public static <E, T> PageView<T> numbered(
            PageQuery query, PageLinks links, long count, List<E> rows, Function<? super E, T> view) {
        boolean more = (long) query.page() * query.size() < count;
        return new PageView<>(
                true,
                count,
                more ? links.withPage(query.page() + 1) : null,
                query.page() > 1 ? links.withPage(query.page() - 1) : null,
                rows.stream().map(view).toList());
    }

    /** A page by cursor; {@code nextCursor} is null on the last. */
    public static <E, T> PageView<T> byCursor(
            PageLinks links, @Nullable Long nextCursor, List<E> rows, Function<? super E, T> view) {
        return new PageView<>(
                true,
                null,
                nextCursor == null ? null : links.withCursor(nextCursor),
                null,
                rows.stream().map(view).toList());
    }
}
