package io.sanasend.api.media;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file (RFC 9110).
 *
 * @param start of the first byte, from 0
 * @param length at least 1
 */
public record ByteRange(long start, long length) {

    private static final Pattern SINGLE = Pattern.compile("bytes=([0-9]{1,18})?-([0-9]{1,18})?");

    /** The part that is asked for; empty if none is, or none that exists, or more than one: then the whole file is due. */
    public static Optional<ByteRange> of(@Nullable String header, long size) {
        Matcher form = SINGLE.matcher(header == null ? "" : header.strip());
        if (!form.matches() || (form.group(1) == null && form.group(2) == null)) {
            return Optional.empty();
        }
        long last = form.group(2) == null ? size - 1 : Long.parseLong(form.group(2));
        long start = form.group(1) == null ? Math.max(0, size - last) : Long.parseLong(form.group(1));
        long end = form.group(1) == null ? size - 1 : Math.min(last, size - 1);
        return start <= end ? Optional.of(new ByteRange(start, end - start + 1)) : Optional.empty();
    }

    /** What {@code Content-Range} says about it. */
    public String of(long size) {
        return "bytes " + start + "-" + (start + length - 1) + "/" + size;
    }
}
