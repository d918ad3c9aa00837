package io.sanasend.api.answer;

import io.sanasend.api.problem.FieldErrors;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for.
 *
 * @param page from 1
 * @param size 1 to 100
 * @param cursor the list is read by key: rows below this id; the largest number for the first page
 * @param filter what the list is narrowed down to, as text; a cursor leads on in the list it came from only
 */
public record PageQuery(int page, int size, OptionalLong cursor, String filter) {

    /** What a caller is told about the parameters. */
    public static final String PAGE = "Page of the list, from 1 to 10,000; a page beyond the last is empty";

    public static final String PAGE_SIZE = "Rows of a page, 1 to 100";
    public static final String CURSOR =
            "Reads by key instead of by page: empty for the first page, then as 'next' says, with the same filters";

    private static final int DEFAULT_SIZE = 20;
    private static final int MAX_SIZE = 100;
    /** Deeper pages are read by cursor; numbered ones would make the database count through all before them. */
    private static final int MAX_PAGE = 10_000;

    /** Reads the query parameters of a list that has no filters. */
    public static PageQuery of(@Nullable String page, @Nullable String size, @Nullable String cursor) {
        return of(page, size, cursor, "");
    }

    /**
     * Reads the query parameters as they came.
     *
     * @throws io.sanasend.api.problem.InvalidRequest names the parameter that is not a number in its range, or no cursor
     *     of this list
     */
    public static PageQuery of(@Nullable String page, @Nullable String size, @Nullable String cursor, String filter) {
        FieldErrors errors = new FieldErrors();
        int number = number(errors, "page", page, 1, MAX_PAGE);
        int rows = number(errors, "page_size", size, DEFAULT_SIZE, MAX_SIZE);
        OptionalLong below = OptionalLong.empty();
        if (cursor != null) {
            below = cursor.isEmpty() ? OptionalLong.of(Long.MAX_VALUE) : Cursor.read(cursor, filter);
            errors.require(
                    below.isPresent(),
                    "cursor",
                    "must be a cursor from 'next' of the same list, or empty for the first page");
        }
        errors.throwIfAny();
        return new PageQuery(number, rows, below, filter);
    }

    /** Rows before the page. */
    public int offset() {
        return (page - 1) * size;
    }

    /** The cursor of what follows that row. */
    String cursorBelow(long id) {
        return Cursor.write(id, filter);
    }

    private static int number(FieldErrors errors, String field, @Nullable String text, int absent, int max) {
        if (text == null || text.isEmpty()) {
            return absent;
        }
        int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        errors.require(number >= 1 && number <= max, field, "must be a number from 1 to " + max);
        return number;
    }
}
