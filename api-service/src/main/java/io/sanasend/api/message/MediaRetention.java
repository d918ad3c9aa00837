package io.sanasend.api.message;

import io.sanasend.api.media.MediaConfig;
import io.sanasend.api.media.MediaStore;
import io.sanasend.api.schedule.ScheduledWork;
import io.sanasend.api.schedule.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Removes files that are not needed any more. A message forgets its file before the file is removed, so that no message
 * ever names a file that is gone; a file left over by a crash in between is named by none, and goes with the others of its
 * kind once it is old enough not to belong to a message that is just being accepted.
 */
@ApplicationScoped
class MediaRetention implements ScheduledWork {

    private static final Logger LOG = Logger.getLogger(MediaRetention.class);
    private static final Duration STRAY_AGE = Duration.ofHours(24);
    private static final int BATCH = 200;
    /** Of one run; what is left over has its turn in the next. */
    private static final int MOST_BATCHES = 100;

    private final OldFiles files;
    private final MediaStore store;
    private final MediaConfig config;
    private final Clock clock;

    MediaRetention(OldFiles files, MediaStore store, MediaConfig config, Clock clock) {
        this.files = files;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "old-files";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(10);
    }

    @Override
    public String run(Turn turn) {
        int old = removeOld(turn);
        return old + " files removed, and " + removeStrays(turn) + " that no message names";
    }

    /** Removes the files of messages that were settled long enough ago; answers how many. */
    int removeOld(Turn turn) {
        Instant before = clock.instant().minus(config.retention());
        int removed = 0;
        for (int batch = 0; batch < MOST_BATCHES && turn.goesOn(); batch++) {
            List<String> keys = files.forget(before, BATCH);
            keys.forEach(store::discard);
            removed += keys.size();
            if (keys.size() < BATCH) {
                break;
            }
        }
        if (removed > 0) {
            LOG.infof("Removed %d files whose messages were settled more than %s ago", removed, config.retention());
        }
        return removed;
    }

    /** Removes files that no message names, and what is left of broken uploads; answers how many. */
    int removeStrays(Turn turn) {
        Instant before = clock.instant().minus(STRAY_AGE);
        AtomicInteger strays = new AtomicInteger();
        store.eachFolderBefore(before, keys -> {
            if (!turn.goesOn()) {
                return;
            }
            List<String> unnamed = new ArrayList<>(keys);
            unnamed.removeAll(files.named(keys));
            unnamed.forEach(store::discard);
            strays.addAndGet(unnamed.size());
        });
        int broken = store.removeUploadsBefore(before);
        if (broken + strays.get() > 0) {
            LOG.infof("Removed %d files without a message and %d broken uploads", strays.get(), broken);
        }
        return strays.get() + broken;
    }
}
