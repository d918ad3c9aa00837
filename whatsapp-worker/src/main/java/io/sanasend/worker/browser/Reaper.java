package io.sanasend.worker.browser;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends browser processes on the profiles of a place that belong to nobody: left over by a session of this worker, or by a
 * worker that is gone and that nobody took over from for long. Never those of a worker that lives.
 *
 * <p>Confined to one thread.
 */
final class Reaper {

    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);
    /** A browser that was just started or adopted is not known at once. */
    private static final Duration OWN_GRACE = Duration.ofSeconds(30);
    /** A worker that is restarted wants its browsers back. */
    private static final Duration ORPHANS_GRACE = Duration.ofMinutes(10);

    private final ProfilePlace place;
    private final LiveGroups live;
    private final Clock clock;
    private final Map<Long, Instant> firstSeen = new HashMap<>();

    Reaper(ProfilePlace place, LiveGroups live, Clock clock) {
        this.place = place;
        this.live = live;
        this.clock = clock;
    }

    /** Looks at the process table once. */
    void reap() {
        Instant now = clock.instant();
        var present = new HashSet<Long>();
        // Those that live are asked for after the table was read: one that began meanwhile is not in it.
        for (Map.Entry<Path, Set<Long>> found :
                ProcessTable.profiles(place.directory()).entrySet()) {
            for (long group : found.getValue()) {
                if (live.has(group)) {
                    continue;
                }
                present.add(group);
                firstSeen.putIfAbsent(group, now);
                end(group, session(found.getKey()), Duration.between(firstSeen.get(group), now));
            }
        }
        firstSeen.keySet().retainAll(present);
    }

    private void end(long group, String session, Duration seenFor) {
        if (place.isHeld(session)) {
            if (seenFor.compareTo(OWN_GRACE) >= 0) {
                kill(group, session);
            }
        } else if (seenFor.compareTo(ORPHANS_GRACE) >= 0) {
            Optional<HeldProfile> taken = place.tryHold(session);
            taken.ifPresent(_ -> kill(group, session));
            taken.ifPresent(HeldProfile::close);
        }
    }

    private static void kill(long group, String session) {
        LOG.warn("process group {} on the profile of session {} belongs to nobody and is ended", group, session);
        try {
            ProcessGroup.kill(group);
        } catch (BrowserUnavailable e) {
            LOG.error("it does not end; it is tried again", e);
        }
    }

    private String session(Path profile) {
        return place.directory().relativize(profile).getName(0).toString();
    }
}
