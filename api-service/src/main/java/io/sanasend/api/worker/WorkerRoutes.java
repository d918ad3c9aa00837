package io.sanasend.api.worker;

import io.sanasend.api.cache.Reach;
import io.sanasend.api.cache.SnapshotCache;
import io.sanasend.api.cache.SnapshotCaches;
import io.sanasend.model.session.SessionId;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;

/**
 * Which worker to call about a session, remembered for seconds. A route that is out of date does no harm: that worker answers
 * that it has no such session, or nothing at all, and the next call asks the table. Not for use within a transaction.
 */
@ApplicationScoped
public class WorkerRoutes {

    private final SnapshotCache<String, URI> addresses;

    public WorkerRoutes(SnapshotCaches caches, Workers workers) {
        this.addresses = caches.named("worker-routes", id -> id, workers::addressFor);
    }

    /** The address of the worker that hosts it; empty if none does. */
    public Optional<URI> to(SessionId session) {
        return addresses.find(session.value(), Reach.DATABASE);
    }

    /** Another worker hosts it now, and that is committed. */
    public void changed(SessionId session) {
        addresses.changed(session.value());
    }

    /** The route led to nothing. */
    void forget(SessionId session) {
        addresses.forget(session.value());
    }
}
