package io.sanasend.worker.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events on the disk that are not acknowledged, in the order of their positions: files that are appended to, read in
 * order, and removed or emptied as soon as all in them is acknowledged.
 *
 * <p>Thread-safe for one writer and one reader. After a failed write a new file is begun, since nobody can tell what the
 * disk holds of the old one; what was in it already is still read.
 */
final class EventJournal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventJournal.class);
    private static final String SUFFIX = ".events";
    private static final String ACKNOWLEDGED = "acknowledged";
    private static final HexFormat HEX = HexFormat.of();

    private final SpoolFiles files;
    private final long segmentBytes;
    /** Held while the file that is appended to changes; taken before this object's monitor. */
    private final ReentrantLock writing = new ReentrantLock();

    private final Deque<Segment> segments = new ArrayDeque<>();
    private SpoolFiles.@Nullable Appender appender;
    private long segmentNumber;
    private long acknowledged;
    private long lastPosition;
    private int events;
    private long bytes;

    /** One file: what is in it for sure, and how far it was read. */
    private static final class Segment {
        private final String name;
        private long end;
        private long read;
        private long lastPosition;

        Segment(String name) {
            this.name = name;
        }
    }

    /**
     * Takes up what former runs left. Entries that are damaged are reported and left out.
     *
     * @throws IOException if the files cannot be read
     */
    EventJournal(SpoolFiles files, long segmentBytes) throws IOException {
        this.files = files;
        this.segmentBytes = segmentBytes;
        List<String> names = files.names();
        if (names.contains(ACKNOWLEDGED)) {
            for (SpoolEntry mark :
                    SpoolLines.read(files, ACKNOWLEDGED, 0, Integer.MAX_VALUE).entries()) {
                acknowledged = mark.position();
            }
        }
        lastPosition = acknowledged;
        for (String name :
                names.stream().filter(name -> name.endsWith(SUFFIX)).sorted().toList()) {
            segmentNumber = HexFormat.fromHexDigitsToLong(name, 0, name.length() - SUFFIX.length());
            takeUp(new Segment(name));
        }
    }

    private void takeUp(Segment segment) throws IOException {
        int left = 0;
        int damaged = 0;
        SpoolLines lines = SpoolLines.read(files, segment.name, 0, Long.MAX_VALUE);
        while (lines.next() > segment.end) {
            segment.end = lines.next();
            damaged += lines.damaged();
            for (SpoolEntry entry : lines.entries()) {
                segment.lastPosition = Math.max(segment.lastPosition, entry.position());
                left += entry.position() > acknowledged ? 1 : 0;
            }
            lines = SpoolLines.read(files, segment.name, segment.end, Long.MAX_VALUE);
        }
        if (damaged > 0) {
            LOG.error("{} events in {} are damaged and left out; the disk needs a look", damaged, segment.name);
        }
        lastPosition = Math.max(lastPosition, segment.lastPosition);
        if (left == 0) {
            files.delete(segment.name);
        } else {
            segments.add(segment);
            events += left;
            bytes += segment.end;
        }
    }

    /** Of all that was ever in it, as far as is known. */
    synchronized long lastPosition() {
        return lastPosition;
    }

    /** How many are not acknowledged. */
    synchronized int events() {
        return events;
    }

    /** Its size on the disk. */
    synchronized long bytes() {
        return bytes;
    }

    synchronized boolean hasUnread() {
        return segments.stream().anyMatch(segment -> segment.read < segment.end);
    }

    /**
     * Returns when all of these would survive a power failure.
     *
     * @throws IOException if the disk did not take them; none of them counts then, and the call may be repeated
     */
    void append(List<SpoolEntry> group) throws IOException {
        var lines = new ByteArrayOutputStream();
        group.forEach(entry -> lines.writeBytes(entry.line()));
        writing.lock();
        try {
            Segment segment = begin();
            try {
                appender.append(lines.toByteArray());
                appender.force();
            } catch (IOException e) {
                abandon(segment);
                throw e;
            }
            synchronized (this) {
                segment.end += lines.size();
                segment.lastPosition = group.getLast().position();
                lastPosition = segment.lastPosition;
                events += group.size();
                bytes += lines.size();
            }
        } finally {
            writing.unlock();
        }
    }

    private Segment begin() throws IOException {
        if (appender != null && segments.getLast().end >= segmentBytes) {
            appender.close();
            appender = null;
        }
        if (appender == null) {
            String name = HEX.toHexDigits(++segmentNumber) + SUFFIX;
            appender = files.create(name);
            synchronized (this) {
                segments.add(new Segment(name));
            }
        }
        return segments.getLast();
    }

    private void abandon(Segment segment) {
        try (SpoolFiles.Appender broken = appender) {
            appender = null;
            broken.truncate(segment.end);
        } catch (IOException e) {
            LOG.debug("{} keeps what was not written to its end", segment.name, e);
        }
        if (segment.end == 0) {
            synchronized (this) {
                segments.remove(segment);
            }
            delete(segment);
        }
    }

    /** The next entries that were not read yet; none if there is none. */
    List<SpoolEntry> read() throws IOException {
        while (true) {
            Segment segment = unread();
            if (segment == null) {
                return List.of();
            }
            SpoolLines lines = SpoolLines.read(files, segment.name, segment.read, segment.end);
            if (lines.damaged() > 0) {
                LOG.warn("{} damaged events in {} are left out", lines.damaged(), segment.name);
            }
            synchronized (this) {
                segment.read = lines.next() > segment.read ? lines.next() : segment.end;
                List<SpoolEntry> found = lines.entries().stream()
                        .filter(entry -> entry.position() > acknowledged)
                        .toList();
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
    }

    private synchronized @Nullable Segment unread() {
        return segments.stream()
                .filter(segment -> segment.read < segment.end)
                .findFirst()
                .orElse(null);
    }

    /** Forgets what was read up to there: so many entries. That they are forgotten may itself be forgotten in a crash. */
    void acknowledge(long position, int count) {
        writing.lock();
        try {
            synchronized (this) {
                acknowledged = Math.max(acknowledged, position);
                events = Math.max(0, events - count);
                removeAcknowledged();
            }
            files.overwrite(ACKNOWLEDGED, new SpoolEntry(position, "-", new byte[] {'-'}).line());
        } catch (IOException e) {
            LOG.warn("acknowledged events are remembered ({}); after a restart they are told again", e.getMessage());
        } finally {
            writing.unlock();
        }
    }

    private void removeAcknowledged() {
        while (!segments.isEmpty()) {
            Segment oldest = segments.getFirst();
            if (oldest.end == 0) {
                break;
            }
            if (oldest.read < oldest.end || oldest.lastPosition > acknowledged) {
                return;
            }
            bytes -= oldest.end;
            if (segments.size() > 1 || !emptied(oldest)) {
                segments.removeFirst();
                delete(oldest);
            }
        }
        events = 0;
    }

    /** The file that is appended to is emptied instead of removed; false if it is not, and is appended to no more. */
    private boolean emptied(Segment segment) {
        if (appender == null) {
            return false;
        }
        try {
            appender.truncate(0);
            segment.end = 0;
            segment.read = 0;
            return true;
        } catch (IOException e) {
            appender = null;
            return false;
        }
    }

    private void delete(Segment segment) {
        try {
            files.delete(segment.name);
        } catch (IOException e) {
            LOG.warn("{} is of no more use but stays ({})", segment.name, e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        writing.lock();
        try {
            if (appender != null) {
                appender.close();
                appender = null;
            }
        } finally {
            writing.unlock();
        }
    }
}
