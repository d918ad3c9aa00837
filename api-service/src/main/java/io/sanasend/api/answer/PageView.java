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
        long last = Math.max(1, Math.ceilDiv(count, (long) query.size()));
        int page = query.page();
        return new PageView<>(
                true,
                count,
                page < last ? links.withPage(page + 1) : null,
                page > 1 ? links.withPage((int) Math.min(page - 1L, last)) : null,
                rows.stream().map(view).toList());
    }

    /** A page by cursor; {@code last} is the id of its last row, or null if nothing follows. */
    public static <T> PageView<T> byCursor(PageQuery query, PageLinks links, @Nullable Long last, List<T> rows) {
        return new PageView<>(true, null, last == null ? null : links.withCursor(query.cursorBelow(last)), null, rows);
    }
}
