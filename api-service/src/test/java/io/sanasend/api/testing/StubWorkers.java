package io.sanasend.api.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.sanasend.api.worker.Workers;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes the stub worker that every test has, and further ones for those that need them. */
@ApplicationScoped
public class StubWorkers {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final ObjectMapper json;
    private final Workers table;
    private final EntityManager database;
    private final List<StubWorker> further = new CopyOnWriteArrayList<>();
    private @Nullable StubWorker first;

    StubWorkers(ObjectMapper json, Workers table, EntityManager database) {
        this.json = json;
        this.table = table;
        this.database = database;
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        first();
    }

    void stop(@Observes ShutdownEvent event) {
        further.forEach(StubWorker::close);
        if (first != null) {
            first.close();
        }
    }

    /** The one that takes whatever a test starts. */
    @Produces
    @Singleton
    synchronized StubWorker first() {
        if (first == null) {
            first = make(new StubWorker.Identity("stub-1", "place-1", 10_000));
        }
        return first;
    }

    /** One more, until {@link #dismiss}. */
    public StubWorker another(String profiles, int capacity) {
        StubWorker worker = make(new StubWorker.Identity("further-" + COUNT.incrementAndGet(), profiles, capacity));
        further.add(worker);
        return worker;
    }

    /** Ends the further ones, and takes their sessions out of the way of other tests. */
    @Transactional
    public void dismiss() {
        for (StubWorker worker : further) {
            worker.close();
            database.createNativeQuery(
                            "UPDATE sessions SET is_wanted = false, state = 'disconnected' WHERE worker_id = ?1")
                    .setParameter(1, worker.id())
                    .executeUpdate();
            database.createNativeQuery("DELETE FROM workers WHERE id = ?1")
                    .setParameter(1, worker.id())
                    .executeUpdate();
        }
        further.clear();
    }

    /** From now on sessions are repaired by nobody but the test. */
    public void keepRepairsOut() {
        turn("'the test', lease_ends = 'infinity'");
    }

    public void letRepairsIn() {
        turn("'nobody', lease_ends = '-infinity'");
    }

    private void turn(String holder) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery("UPDATE repair_turn SET holder = " + holder)
                        .executeUpdate());
    }

    static void endLease(String worker) {
        Arc.container().select(StubWorkers.class).get().end(worker);
    }

    @Transactional
    void end(String worker) {
        database.createNativeQuery("UPDATE workers SET lease_ends = clock_timestamp() WHERE id = ?1")
                .setParameter(1, worker)
                .executeUpdate();
    }

    private StubWorker make(StubWorker.Identity identity) {
        try {
            return new StubWorker(identity, json, table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
