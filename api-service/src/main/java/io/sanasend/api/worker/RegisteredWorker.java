package io.sanasend.api.worker;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A worker as the table knows it.
 *
 * @param bootId its present run
 * @param capacity how many browsers it may run
 * @param sessions how many it ran when it registered last
 * @param profiles the place its profiles are kept in
 * @param seenAt when it registered last
 * @param live whether its lease lasts, by the clock of the database
 * @param comparedBootId the run whose sessions were compared with the table; null also once it was found dead
 */
public record RegisteredWorker(
        String id,
        String bootId,
        URI address,
        int capacity,
        int sessions,
        String profiles,
        String version,
        Instant seenAt,
        boolean live,
        @Nullable String comparedBootId) {

    /** It was restarted, came back or died since its sessions were compared with the table. */
    public boolean isTurned() {
        return live ? !bootId.equals(comparedBootId) : comparedBootId != null;
    }
}
