package io.sanasend.api.message;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which files of messages are needed, by the rows that name them. */
@ApplicationScoped
class OldFiles {

    /** Held while files are forgotten, so that one replica at a time is at it; the number itself means nothing. */
    private static final long TURN = 0x6d65_6469_6101L;

    private final EntityManager database;
    private final Clock clock;

    OldFiles(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Lets messages that were settled before that time forget their files, and answers the keys, to be removed from the
     * store. A message that is tried anew at the same moment keeps its file. Empty as well while another replica is at it.
     */
    @Transactional
    List<String> forget(Instant before, int atMost) {
        List<?> keys = database.createNativeQuery("""
                WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(:turn) AS mine),
                due AS (
                    SELECT id, media_key FROM messages
                    WHERE media_key IS NOT NULL AND settled_at < :before AND (SELECT mine FROM turn)
                    ORDER BY settled_at LIMIT :most FOR UPDATE SKIP LOCKED
                )
                UPDATE messages m SET media_key = NULL, media_removed_at = :now FROM due
                WHERE m.id = due.id RETURNING due.media_key""", String.class)
                .setParameter("turn", TURN)
                .setParameter("before", before)
                .setParameter("most", atMost)
                .setParameter("now", clock.instant())
                .getResultList();
        return keys.stream().map(String.class::cast).toList();
    }

    /** Those of the keys that a message names. */
    @Transactional
    Set<String> named(Collection<String> keys) {
        List<?> named = database.createNativeQuery(
                        "SELECT media_key FROM messages WHERE media_key IN (:keys)", String.class)
                .setParameter("keys", keys)
                .getResultList();
        Set<String> found = new HashSet<>();
        named.forEach(key -> found.add((String) key));
        return found;
    }
}
