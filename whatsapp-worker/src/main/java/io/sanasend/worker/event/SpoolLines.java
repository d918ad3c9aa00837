package io.sanasend.worker.event;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of a spool's file, read and taken apart.
 *
 * @param entries those that are whole, in order
 * @param damaged lines that are not
 * @param next where the stretch ends: behind the last line break, or at the end of a file that has none there
 */
record SpoolLines(List<SpoolEntry> entries, int damaged, long next) {

    private static final int STRETCH = 256 << 10;

    /**
     * Reads some lines, at least one if there is one.
     *
     * @param end where to stop at the latest
     */
    static SpoolLines read(SpoolFiles files, String name, long from, long end) throws IOException {
        int length = STRETCH;
        while (true) {
            byte[] bytes = files.read(name, from, (int) Math.min(length, end - from));
            int used = lastLineBreak(bytes) + 1;
            if (used > 0 || bytes.length < length) {
                return parse(bytes, used, from);
            }
            length *= 2;
        }
    }

    private static SpoolLines parse(byte[] bytes, int used, long from) {
        List<SpoolEntry> entries = new ArrayList<>();
        int damaged = 0;
        int start = 0;
        for (int at = 0; at < used; at++) {
            if (bytes[at] == '\n') {
                damaged += SpoolEntry.parse(bytes, start, at).map(entries::add).isPresent() ? 0 : 1;
                start = at + 1;
            }
        }
        // What is behind the last line break of a file was never written to its end: nobody was told that it is kept.
        return new SpoolLines(entries, damaged, used > 0 ? from + used : from + bytes.length);
    }

    private static int lastLineBreak(byte[] bytes) {
        int at = bytes.length - 1;
        while (at >= 0 && bytes[at] != '\n') {
            at--;
        }
        return at;
    }
}
