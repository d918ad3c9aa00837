package io.sanasend.worker.event;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One event as it lies on the disk: a line of a checksum, the position, the boot id and the event's JSON, which has no
 * line break in it. So what follows a damaged entry is found again at the next line.
 *
 * @param position counts up over all runs of the worker
 * @param bootId the run it happened in
 * @param json the event
 */
record SpoolEntry(long position, String bootId, byte[] json) {

    private static final int CHECKSUM = 8;
    private static final HexFormat HEX = HexFormat.of();

    /** The line, its end included. */
    byte[] line() {
        byte[] head = (position + " " + bootId + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] line = new byte[CHECKSUM + 1 + head.length + json.length + 1];
        System.arraycopy(head, 0, line, CHECKSUM + 1, head.length);
        System.arraycopy(json, 0, line, CHECKSUM + 1 + head.length, json.length);
        byte[] checksum =
                HEX.toHexDigits(checksum(line, CHECKSUM + 1, line.length - 1)).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(checksum, 0, line, 0, CHECKSUM);
        line[CHECKSUM] = ' ';
        line[line.length - 1] = '\n';
        return line;
    }

    /**
     * Reads a line.
     *
     * @param end behind its last byte, where the line break is
     * @return nothing if it is not whole
     */
    static Optional<SpoolEntry> parse(byte[] bytes, int start, int end) {
        try {
            int position = start + CHECKSUM + 1;
            int boot = space(bytes, position, end) + 1;
            int json = space(bytes, boot, end) + 1;
            String checksum = new String(bytes, start, CHECKSUM, StandardCharsets.US_ASCII);
            if (bytes[start + CHECKSUM] != ' ' || HexFormat.fromHexDigits(checksum) != checksum(bytes, position, end)) {
                return Optional.empty();
            }
            byte[] event = new byte[end - json];
            System.arraycopy(bytes, json, event, 0, event.length);
            return Optional.of(new SpoolEntry(
                    Long.parseLong(new String(bytes, position, boot - 1 - position, StandardCharsets.US_ASCII)),
                    new String(bytes, boot, json - 1 - boot, StandardCharsets.US_ASCII),
                    event));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int space(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != ' ') {
            at++;
        }
        if (at >= end) {
            throw new IllegalArgumentException("the line is cut off");
        }
        return at;
    }

    private static int checksum(byte[] bytes, int from, int end) {
        var checksum = new CRC32C();
        checksum.update(bytes, from, end - from);
        return (int) checksum.getValue();
    }
}
