package io.sanasend.api.pacing;

import io.sanasend.api.session.SessionChanged;
import io.sanasend.model.session.SessionState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** A number that WhatsApp banned for a while rests, and goes on resting for some time once it is back. */
@ApplicationScoped
class BanWatch {

    /** As workers name it. */
    private static final String BAN = "temporarily_banned";

    private final EntityManager database;
    private final NumberPacing pacing;

    BanWatch(EntityManager database, NumberPacing pacing) {
        this.database = database;
        this.pacing = pacing;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void onSessionChanged(@Observes SessionChanged change) {
        if (change.state() != SessionState.CONNECTED && isBanned(change.id())) {
            Rest rest = pacing.afterWarning(change.id(), BAN);
            database.createNativeQuery("""
                    UPDATE lanes SET rest_until =
                        GREATEST(rest_until, clock_timestamp() + :rest * INTERVAL '1 millisecond')
                    WHERE session_id = :session""")
                    .setParameter("session", change.id())
                    .setParameter("rest", rest.time().toMillis())
                    .executeUpdate();
        }
    }

    private boolean isBanned(long sessionRow) {
        return !database.createNativeQuery("SELECT id FROM sessions WHERE id = :session AND reason_code = :ban")
                .setParameter("session", sessionRow)
                .setParameter("ban", BAN)
                .getResultList()
                .isEmpty();
    }
}
