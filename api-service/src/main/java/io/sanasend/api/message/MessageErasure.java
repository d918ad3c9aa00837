package io.sanasend.api.message;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.sanasend.api.media.MediaStore;
import io.sanasend.api.usage.UsageDays;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Objects;

/**
 * Erases the messages of a user that is being deleted, sent and received, with their files and figures. A bounded number in each
 * transaction; a file goes before the row that names it, so that none is left behind whenever the process ends.
 */
@ApplicationScoped
public class MessageErasure {

    private static final int BATCH = 1_000;

    private final EntityManager database;
    private final MediaStore media;
    private final UsageDays usage;

    MessageErasure(EntityManager database, MediaStore media, UsageDays usage) {
        this.database = database;
        this.media = media;
        this.usage = usage;
    }

    /**
     * Erases the next few.
     *
     * @return false if none is left
     */
    public boolean eraseSomeOf(long userId) {
        List<Tuple> oldest = QuarkusTransaction.requiringNew().call(() -> oldestOf(userId));
        oldest.stream()
                .map(row -> row.get("media_key", String.class))
                .filter(Objects::nonNull)
                .forEach(media::discard);
        return QuarkusTransaction.requiringNew().call(() -> {
            usage.forget(userId);
            int received = forgetReceived(userId);
            int sent =
                    oldest.isEmpty() ? 0 : forgetUpTo(userId, oldest.getLast().get("id", Long.class));
            return received + sent > 0;
        });
    }

    private List<Tuple> oldestOf(long userId) {
        List<?> rows = database.createNativeQuery(
                        "SELECT id, media_key FROM messages WHERE user_id = :user ORDER BY id", Tuple.class)
                .setParameter("user", userId)
                .setMaxResults(BATCH)
                .getResultList();
        return rows.stream().map(Tuple.class::cast).toList();
    }

    /** Nothing is accepted for the user any more, so these are the very rows that were read. */
    private int forgetUpTo(long userId, long last) {
        return database.createNativeQuery("DELETE FROM messages WHERE user_id = :user AND id <= :last")
                .setParameter("user", userId)
                .setParameter("last", last)
                .executeUpdate();
    }

    private int forgetReceived(long userId) {
        return database.createNativeQuery("""
                DELETE FROM inbound_messages WHERE id IN (
                    SELECT i.id FROM inbound_messages i JOIN sessions s ON s.id = i.session_id
                    WHERE s.user_id = :user LIMIT :batch)""")
                .setParameter("user", userId)
                .setParameter("batch", BATCH)
                .executeUpdate();
    }
}
