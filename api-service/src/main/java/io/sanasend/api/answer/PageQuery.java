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
 */
public record PageQuery(int page, int size, OptionalLong cursor) {

    private static final int DEFAULT_SIZE = 20;
    private static final int MAX_SIZE = 100;
    /** Deeper pages are read by cursor; numbered ones would make the database count through all before them. */
    private static final int MAX_PAGE = 10_000;

    /**
     * Reads the query parameters as they came.
     *
     * @throws io.sanasend.api.problem.InvalidRequest names the parameter that is not a number in its range
     */
    public static PageQuery of(@Nullable String page, @Nullable String size, @Nullable String cursor) {
        FieldErrors errors = new FieldErrors();
        int number = number(errors, "page", page, 1, MAX_PAGE);
        int rows = number(errors, "page_size", size, DEFAULT_SIZE, MAX_SIZE);
        OptionalLong below = OptionalLong.empty();
        if (cursor != null) {
            boolean valid = cursor.matches("[0-9]{0,18}");
            errors.require(valid, "cursor", "must be a cursor from 'next', or empty for the first page");
            below = OptionalLong.of(valid && !cursor.isEmpty() ? Long.parseLong(cursor) : Long.MAX_VALUE);
        }
        errors.throwIfAny();
        return new PageQuery(number, rows, below);
    }

    /** Rows before the page. */
    public int offset() {
        return (page - 1) * size;
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
