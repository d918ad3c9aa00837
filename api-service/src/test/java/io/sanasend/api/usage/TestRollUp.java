package io.sanasend.api.usage;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.sanasend.api.calendar.Days;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;

/** Rolls usage up as if it were another day, or another time zone. */
@ApplicationScoped
public class TestRollUp {

    private final EntityManager database;
    private final UsageDays usage;

    TestRollUp(EntityManager database, UsageDays usage) {
        this.database = database;
        this.usage = usage;
    }

    /** Everything that is due then. */
    public void runAt(Days days) {
        for (long user : due(days)) {
            run(days, user);
        }
    }

    /** What is due of one user. */
    public void run(Days days, long user) {
        boolean more = true;
        while (more) {
            more = step(days, user);
        }
    }

    public boolean step(Days days, long user) {
        return QuarkusTransaction.requiringNew().call(() -> rollUp(days).advance(user));
    }

    /** One step within the transaction of the caller. */
    public void within(Days days, long user) {
        rollUp(days).advance(user);
    }

    /** The process ends in the middle of it. */
    public void crashAt(Days days) {
        for (long user : due(days)) {
            QuarkusTransaction.begin();
            rollUp(days).advance(user);
            QuarkusTransaction.rollback();
        }
    }

    public List<Long> due(Days days) {
        return QuarkusTransaction.requiringNew().call(() -> rollUp(days).due(-1));
    }

    private RollUp rollUp(Days days) {
        return new RollUp(database, usage, days);
    }
}
