package io.sanasend.local.torture;

import io.sanasend.local.torture.Tenant.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the callers were told: which messages were accepted, and every answer that was none. Safe for use by several threads. */
final class Ledger {

    private final AtomicLong markers = new AtomicLong();
    private final List<Accepted> accepted = new ArrayList<>();
    private final Map<String, Integer> otherAnswers = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    /**
     * A message that the API answered for.
     *
     * @param marker in the text of this message and of no other; also its Idempotency-Key
     */
    record Accepted(String marker, Tenant tenant, Line line, long dbId) {}

    /** What makes the next message unlike all others. */
    String nextMarker() {
        return "m-" + markers.incrementAndGet();
    }

    /** How many messages callers have begun to send. */
    long begun() {
        return markers.get();
    }

    synchronized void accept(Accepted message) {
        accepted.add(message);
    }

    /** An answer after which the caller tried again. */
    synchronized void note(String answer) {
        otherAnswers.merge(answer, 1, Integer::sum);
    }

    /** An answer nobody should ever get. */
    synchronized void blame(String what) {
        wrong.add(what);
    }

    synchronized List<Accepted> accepted() {
        return List.copyOf(accepted);
    }

    synchronized int acceptedCount() {
        return accepted.size();
    }

    synchronized Map<String, Integer> otherAnswers() {
        return new TreeMap<>(otherAnswers);
    }

    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }
}
