package io.sanasend.api.session;

import io.sanasend.api.worker.RegisteredWorker;
import io.sanasend.api.worker.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Decides which worker hosts a session, and stores it before that worker is asked for anything: whatever ends this service
 * in between, the table knows where a browser may be. Decisions are made one after the other, over all replicas, so that
 * none takes a place that another has taken.
 *
 * <p>A session stays where it is while its worker lives. It moves when that one is dead, or full while the session does not
 * run; a linked one only to where its profile is.
 */
@ApplicationScoped
class Placements {

    /** Names the lock that makes decisions wait for each other; any number that nobody else uses. */
    private static final long LOCK = 7_301_144_001L;

    private final LinkedSessions sessions;
    private final Workers workers;
    private final EntityManager database;

    Placements(LinkedSessions sessions, Workers workers, EntityManager database) {
        this.sessions = sessions;
        this.workers = workers;
        this.database = database;
    }

    /**
     * For a start.
     *
     * @throws io.sanasend.api.problem.ApiException 404 if the session is deleted
     */
    @Transactional
    Placement toRun(long id) {
        return stays(sessions.current(id)).orElseGet(() -> placed(id));
    }

    /** For a logout, which goes to where the profile is, whether the session is deleted or not. */
    @Transactional
    Placement toErase(long id) {
        LinkedSession session = sessions.lockedRow(id).orElse(null);
        if (session == null || session.workerId() == null) {
            return new Placement.Unplaced();
        }
        List<RegisteredWorker> able = live(worker -> worker.profiles().equals(session.profiles()));
        return able.stream()
                .min(Comparator.comparing(worker -> !worker.id().equals(session.workerId())))
                .map(worker -> on(session, worker))
                .orElseGet(Placement.Nowhere::new);
    }

    /** That worker has it, whatever the table said. */
    @Transactional
    void follow(long id, RegisteredWorker worker) {
        sessions.lockedRow(id).ifPresent(session -> session.host(worker.id(), worker.profiles()));
    }

    /** Without a look at the others: it runs, or may, at a worker that is alive. */
    private Optional<Placement> stays(LinkedSession session) {
        String host = session.workerId();
        if (host == null || session.state().isEnd()) {
            return Optional.empty();
        }
        return workers.named(host)
                .filter(worker -> worker.live() && mayHost(worker, session))
                .map(worker -> new Placement.On(worker.id(), false));
    }

    private Placement placed(long id) {
        database.createNativeQuery("SELECT pg_advisory_xact_lock(:lock)", Object.class)
                .setParameter("lock", LOCK)
                .getResultList();
        LinkedSession session = sessions.lockedCurrent(id);
        List<RegisteredWorker> able = live(worker -> mayHost(worker, session));
        if (able.isEmpty()) {
            return new Placement.Nowhere();
        }
        Map<String, Long> hosted = hostedWithout(session);
        return able.stream()
                .filter(worker -> free(worker, hosted) > 0)
                .min(Comparator.comparing(
                                (RegisteredWorker worker) -> !worker.id().equals(session.workerId()))
                        .thenComparing(worker -> !worker.profiles().equals(session.profiles()))
                        .thenComparing(worker -> -free(worker, hosted))
                        .thenComparing(RegisteredWorker::id))
                .map(worker -> on(session, worker))
                .orElseGet(Placement.Full::new);
    }

    /** A linked number lives in its profile; without one, any place will do. */
    private static boolean mayHost(RegisteredWorker worker, LinkedSession session) {
        return !session.isLinked()
                || session.profiles() == null
                || worker.profiles().equals(session.profiles());
    }

    private List<RegisteredWorker> live(Predicate<RegisteredWorker> able) {
        return workers.all().stream()
                .filter(RegisteredWorker::live)
                .filter(able)
                .toList();
    }

    /** By the table, which is ahead of what workers report: it counts those that are being started. */
    private Map<String, Long> hostedWithout(LinkedSession session) {
        return database.createQuery("""
                        select s.workerId as host, count(s) as hosted from LinkedSession s
                        where s.workerId is not null and s.deletedAt is null and s.id <> :id and s.state not in :ends
                        group by s.workerId""", Tuple.class)
                .setParameter("id", session.id())
                .setParameter("ends", LinkedSessions.ENDS)
                .getResultStream()
                .collect(Collectors.toMap(row -> row.get("host", String.class), row -> row.get("hosted", Long.class)));
    }

    private static long free(RegisteredWorker worker, Map<String, Long> hosted) {
        return worker.capacity() - hosted.getOrDefault(worker.id(), 0L);
    }

    private static Placement on(LinkedSession session, RegisteredWorker worker) {
        boolean moved = !worker.id().equals(session.workerId());
        session.host(worker.id(), worker.profiles());
        return new Placement.On(worker.id(), moved);
    }
}
