package io.sanasend.api.message;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are not kept any more, a bounded number in each transaction. No lane is looked at or locked: the head of a
 * lane that is gone is passed over like one that was settled.
 */
@ApplicationScoped
class OldMessages {

    private final EntityManager database;

    OldMessages(EntityManager database) {
        this.database = database;
    }

    /** A message that is gone, and the file it leaves. */
    record Removed(long id, @Nullable String mediaKey) {}

    /** Removes some messages of sealed days, with their history, texts and idempotency keys. What somebody just changes is left. */
    @Transactional
    List<Removed> remove(int atMost) {
        List<?> rows = database.createNativeQuery("""
                WITH old AS MATERIALIZED (
                    SELECT m.id FROM usage_days d CROSS JOIN LATERAL (
                        SELECT id FROM messages
                        WHERE user_id = d.user_id AND created_at >= d.starts_at AND created_at < d.ends_at
                            AND status NOT IN ('queued', 'sending')
                        LIMIT :most FOR UPDATE SKIP LOCKED) m
                    WHERE d.state = 'sealed' LIMIT :most
                )
                DELETE FROM messages m USING old WHERE m.id = old.id RETURNING m.id, m.media_key""", Tuple.class)
                .setParameter("most", atMost)
                .getResultList();
        return rows.stream()
                .map(Tuple.class::cast)
                .map(row -> new Removed(row.get(0, Long.class), row.get(1, String.class)))
                .toList();
    }

    /** Removes some messages that were received before that time; answers how many. */
    @Transactional
    int removeReceived(Instant before, int atMost) {
        return database.createNativeQuery("""
                DELETE FROM inbound_messages WHERE id = ANY (ARRAY (
                    SELECT id FROM inbound_messages WHERE created_at < :before
                    ORDER BY created_at LIMIT :most FOR UPDATE SKIP LOCKED))""")
                .setParameter("before", before)
                .setParameter("most", atMost)
                .executeUpdate();
    }
}
