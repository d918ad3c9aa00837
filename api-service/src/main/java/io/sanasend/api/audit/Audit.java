package io.sanasend.api.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;

/**
 * Where changes are written down, each by one call in the transaction that makes it: the rows are there if and only if the
 * change is. They are appended just before the commit, so that the lock of the log, which all of them need, is held for
 * three statements; it is always taken last, so nobody waits for it in a ring. Not for what is done for each message.
 */
@ApplicationScoped
public class Audit {

    private final Actors actors;
    private final AuditTable table;
    private final TransactionSynchronizationRegistry transactions;

    Audit(Actors actors, AuditTable table, TransactionSynchronizationRegistry transactions) {
        this.actors = actors;
        this.table = table;
        this.transactions = transactions;
    }

    /** Writes down that the present caller did it to the object of that id. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void record(AuditAction action, Object objectId, Facts before, Facts after) {
        present().add(new AuditedChange(action, String.valueOf(objectId), before, after, actors.present()));
    }

    /** Writes down what is not the same any more; nothing if all is. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void recordChange(AuditAction action, Object objectId, Facts before, Facts after) {
        Facts old = before.differingFrom(after);
        Facts changed = after.differingFrom(before);
        if (!old.isEmpty() || !changed.isEmpty()) {
            record(action, objectId, old, changed);
        }
    }

    /** What the present transaction has written down. */
    @SuppressWarnings("unchecked")
    private List<AuditedChange> present() {
        List<AuditedChange> entries = (List<AuditedChange>) transactions.getResource(Audit.class);
        if (entries == null) {
            entries = new ArrayList<>();
            transactions.putResource(Audit.class, entries);
            transactions.registerInterposedSynchronization(new Appending(entries));
        }
        return entries;
    }

    /** Appends at the end of the transaction; if it cannot, there is no commit. */
    private final class Appending implements Synchronization {

        private final List<AuditedChange> entries;

        Appending(List<AuditedChange> entries) {
            this.entries = entries;
        }

        @Override
        public void beforeCompletion() {
            table.append(entries);
        }

        @Override
        public void afterCompletion(int status) {}
    }
}
