package io.sanasend.api.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long this replica has looked at the leases of workers without a gap. While nobody could take registrations, because
 * this service or its database was away, leases end though the workers live; so a lease that has ended says something only
 * after as long a watch. Not safe for use by several threads.
 */
final class Vigil {

    private final Duration lease;
    private final Duration longestGap;
    private @Nullable Instant began;
    private @Nullable Instant last;

    /**
     * @param lease of workers
     * @param longestGap between two looks that still counts as watching
     */
    Vigil(Duration lease, Duration longestGap) {
        this.lease = lease;
        this.longestGap = longestGap;
    }

    /** A look at the leases is possible now; answers whether one that has ended means a dead worker. */
    boolean look(Instant now) {
        if (began == null || last == null || last.plus(longestGap).isBefore(now)) {
            began = now;
        }
        last = now;
        return !began.plus(lease).isAfter(now);
    }

    /** No look is possible. */
    void interrupt() {
        began = null;
    }
}
