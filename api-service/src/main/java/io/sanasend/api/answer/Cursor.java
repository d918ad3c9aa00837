package io.sanasend.api.answer;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Where a list that is read by key goes on: below the last id of a page. It bears a mark of what the list was narrowed
 * down to, so that it does not lead on in another list; the mark guards against mistakes and is no secret.
 */
final class Cursor {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,18}|[1-8][0-9]{18})-([0-9a-f]{1,8})");

    private Cursor() {}

    static String write(long id, String filter) {
        return id + "-" + mark(filter);
    }

    /** The id, or empty if the text is no cursor of a list with this filter. */
    static OptionalLong read(String text, String filter) {
        Matcher form = FORM.matcher(text);
        return form.matches() && form.group(2).equals(mark(filter))
                ? OptionalLong.of(Long.parseLong(form.group(1)))
                : OptionalLong.empty();
    }

    private static String mark(String filter) {
        CRC32C sum = new CRC32C();
        sum.update(filter.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }
}
