package io.sanasend.api.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;

/** Which replica repairs. It keeps its turn as long as it takes it again in time; one that died loses it by itself. */
@ApplicationScoped
class RepairTurn {

    private static final Duration LEASE = Duration.ofSeconds(20);

    private final EntityManager database;

    RepairTurn(EntityManager database) {
        this.database = database;
    }

    /** Takes or keeps the turn; false if another replica has it. */
    @Transactional
    boolean take(String replica) {
        return database.createNativeQuery("""
                UPDATE repair_turn SET holder = :me, lease_ends = clock_timestamp() + :lease * interval '1 ms'
                WHERE holder = :me OR lease_ends <= clock_timestamp()""")
                        .setParameter("me", replica)
                        .setParameter("lease", LEASE.toMillis())
                        .executeUpdate()
                == 1;
    }

    /** Lets another replica have it at once. */
    @Transactional
    void giveBack(String replica) {
        database.createNativeQuery("UPDATE repair_turn SET lease_ends = '-infinity' WHERE holder = :me")
                .setParameter("me", replica)
                .executeUpdate();
    }
}
