package io.sanasend.worker.event;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is reported to a spool: all that waits at once, with one force of the disk, again and again until the disk
 * takes it.
 *
 * <p>Owns its thread, a platform one that nobody interrupts, and closes the journal.
 */
final class EventWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration LAST_WRITE = Duration.ofSeconds(5);

    private final EventSpool spool;
    private final EventJournal journal;
    private final SpoolFiles files;
    private final Thread thread =
            Thread.ofPlatform().name("event-writer").daemon().unstarted(this::run);
    private volatile boolean closing;

    EventWriter(EventSpool spool, EventJournal journal, SpoolFiles files) {
        this.spool = spool;
        this.journal = journal;
        this.files = files;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            Optional<EventSpool.Work> work = spool.awaitWork();
            while (work.isPresent()) {
                if (!write(work.get())) {
                    if (closing) {
                        return;
                    }
                    Thread.sleep(RETRY);
                }
                work = spool.awaitWork();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean write(EventSpool.Work work) {
        boolean written = writeEvents(work.events());
        try {
            if (work.states() != null) {
                PendingStates.mirror(files, work.states());
            }
            return written;
        } catch (IOException e) {
            spool.statesUnwritten();
            return false;
        }
    }

    private boolean writeEvents(List<SpoolEntry> events) {
        if (events.isEmpty()) {
            return true;
        }
        try {
            journal.append(events);
            spool.written(events);
            return true;
        } catch (IOException e) {
            spool.unwritten(e);
            return false;
        }
    }

    /** To be called when the spool gives no more work once all is written. */
    @Override
    public void close() {
        closing = true;
        try {
            if (!thread.join(LAST_WRITE) || spool.trouble().isPresent()) {
                LOG.error("not all that was reported could be written to the disk");
            }
            journal.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("the file of the events did not close ({})", e.getMessage());
        }
    }
}
