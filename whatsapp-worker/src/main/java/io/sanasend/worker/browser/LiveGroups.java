package io.sanasend.worker.browser;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** The process groups of the browsers that this worker has; all others on its profiles are left over. Thread-safe. */
final class LiveGroups {

    private final Set<Long> groups = new HashSet<>();

    /** Starts one; whoever looks meanwhile waits, and does not take it for left over. */
    synchronized ProcessGroup add(Supplier<ProcessGroup> start) {
        ProcessGroup started = start.get();
        groups.add(started.id());
        return started;
    }

    synchronized void remove(long group) {
        groups.remove(group);
    }

    synchronized boolean has(long group) {
        return groups.contains(group);
    }
}
