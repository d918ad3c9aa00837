package io.sanasend.api.audit;

import io.sanasend.api.audit.AuditTable.Head;
import io.sanasend.api.audit.AuditTable.Stored;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the chain and says where it is broken first: a row that is missing or was changed, at its end as well. In steps of
 * a bounded size, without a transaction; what is appended meanwhile does not matter.
 */
@ApplicationScoped
class AuditChain {

    /** The hash before the first row. */
    private static final byte[] BEGINNING = new byte[32];

    private static final int STEP = 1_000;

    private final AuditTable table;

    AuditChain(AuditTable table) {
        this.table = table;
    }

    /** What a walk found. */
    sealed interface Finding {

        /** All rows it saw are as they were written; {@code last} was the last of them, {@code head} is the last of all. */
        record Intact(long last, Head head) implements Finding {}

        /** That row is not what was written, or not there. */
        record Broken(long id, Fault fault) implements Finding {}
    }

    /** What is wrong with a row. */
    enum Fault {
        MISSING,
        CHANGED,
        /** The row is there, and the head, which is to say so, does not know of it. */
        UNKNOWN_TO_THE_HEAD
    }

    /**
     * Walks from one row on.
     *
     * @param first its predecessor is believed
     * @param atMost rows
     */
    Finding walk(long first, long atMost) throws SQLException {
        Head head = table.head();
        if (head == null) {
            return new Finding.Broken(1, Fault.UNKNOWN_TO_THE_HEAD);
        }
        long next = first;
        byte[] former = hashBefore(first);
        if (former == null) {
            return new Finding.Broken(first - 1, Fault.MISSING);
        }
        while (next <= head.id() && next - first < atMost) {
            int step = (int) Math.min(STEP, Math.min(head.id() - next + 1, atMost - (next - first)));
            List<Stored> rows = table.from(next, step);
            for (Stored stored : rows) {
                if (stored.row().id() != next) {
                    return new Finding.Broken(next, Fault.MISSING);
                }
                byte[] hash = stored.row().hashAfter(former);
                if (!MessageDigest.isEqual(hash, stored.hash())) {
                    return new Finding.Broken(next, Fault.CHANGED);
                }
                former = hash;
                next++;
            }
            if (rows.size() < step) {
                return new Finding.Broken(next, Fault.MISSING);
            }
        }
        return next > head.id() ? end(former, head) : new Finding.Intact(next - 1, head);
    }

    private static Finding end(byte[] last, Head head) {
        if (!MessageDigest.isEqual(last, head.hash())) {
            return new Finding.Broken(head.id(), Fault.CHANGED);
        }
        return head.last() > head.id()
                ? new Finding.Broken(head.id() + 1, Fault.UNKNOWN_TO_THE_HEAD)
                : new Finding.Intact(head.id(), head);
    }

    private byte @Nullable [] hashBefore(long first) throws SQLException {
        if (first == 1) {
            return BEGINNING;
        }
        List<Stored> former = table.from(first - 1, 1);
        return former.isEmpty() || former.getFirst().row().id() != first - 1
                ? null
                : former.getFirst().hash();
    }
}
