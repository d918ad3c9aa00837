package io.sanasend.api.session;

import io.sanasend.api.worker.Sighting;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a session was last seen by, as it is kept in its row.
 *
 * @param bootId the run of the worker that saw it; null if it was ended without the word of a worker
 * @param revision counts within that run
 * @param at when it was seen or ended; null if it was neither since its worker has it
 */
@Embeddable
record LastSighting(
        @Column(name = "worker_boot_id") @Nullable String bootId,
        @Column(name = "worker_revision") @Nullable Long revision,
        @Column(name = "observed_at") @Nullable Instant at) {

    /** Nothing is known from its worker. */
    static final LastSighting NONE = new LastSighting(null, null, null);

    static LastSighting of(Sighting sighting) {
        return new LastSighting(sighting.bootId(), sighting.snapshot().revision(), sighting.at());
    }

    /** Ended at that time without the word of a worker. */
    static LastSighting nobodys(Instant now) {
        return new LastSighting(null, null, now);
    }

    boolean isOfTheSameRunAs(Sighting sighting) {
        return sighting.bootId().equals(bootId);
    }

    /**
     * Whether the sighting, which is one of the present run of its worker, tells something newer. Within one run that is a
     * higher revision, or a state entered later: a worker that forgot a session counts it from the start again. What is known
     * from another run is older. What was ended without the word of a worker is older than what is seen later.
     *
     * @param since when the state that is known was entered
     */
    boolean isOlderThan(Sighting sighting, Instant since) {
        if (isOfTheSameRunAs(sighting) && revision != null) {
            return sighting.snapshot().revision() > revision
                    || sighting.snapshot().since().isAfter(since);
        }
        return bootId != null || at == null || sighting.at().isAfter(at);
    }
}
