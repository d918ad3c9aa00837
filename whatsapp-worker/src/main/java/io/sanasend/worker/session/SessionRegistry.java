package io.sanasend.worker.session;

import io.sanasend.model.session.SessionId;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.worker.browser.HeldProfile;
import io.sanasend.worker.browser.ProfilePlace;
import io.sanasend.worker.event.SessionEvents;
import io.sanasend.worker.whatsapp.Pages;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sessions of this worker; one for each id, and no more browsers than its capacity.
 *
 * <p>Thread-safe. Owns the sessions and the clock's tick.
 */
public final class SessionRegistry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionRegistry.class);

    private final ProfilePlace place;
    private final Pages pages;
    private final SessionEvents events;
    private final SessionSettings settings;
    private final int capacity;
    private final Clock clock;
    private final StartSlots starts;
    private final ConcurrentMap<SessionId, Session> sessions = new ConcurrentHashMap<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("session-ticker").daemon().factory());
    private final Set<SessionId> leaving = new HashSet<>();
    private boolean closed;

    /**
     * @param place where each session has a directory of its own, named by its id
     * @param capacity how many sessions may have a browser
     */
    public SessionRegistry(
            ProfilePlace place,
            Pages pages,
            SessionEvents events,
            SessionSettings settings,
            int capacity,
            Clock clock) {
        this.place = place;
        this.pages = pages;
        this.events = events;
        this.settings = settings;
        this.capacity = capacity;
        this.clock = clock;
        this.starts = new StartSlots(Math.max(2, Runtime.getRuntime().availableProcessors()), clock);
        ticker.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    public List<SessionSnapshot> snapshots() {
        return sessions.values().stream().map(Session::snapshot).toList();
    }

    public int capacity() {
        return capacity;
    }

    /** How many sessions have a browser, or are about to. */
    public int running() {
        return (int) sessions.values().stream().filter(Session::isRunning).count();
    }

    public Optional<Session> find(SessionId id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /**
     * The session of that id.
     *
     * @throws WorkerProblem if this worker has none
     */
    public Session get(SessionId id) {
        return find(id).orElseThrow(() -> new WorkerProblem(
                WorkerErrorCode.SESSION_NOT_FOUND, "this worker has no session " + id + "; start it with PUT"));
    }

    /**
     * Starts a session, or returns the one that runs.
     *
     * @throws WorkerProblem if there is no room for another browser, or another worker holds the session
     */
    public synchronized Session start(SessionId id) {
        refuseWhenClosed();
        refuseWhileLeaving(id);
        Session session = sessions.computeIfAbsent(id, this::create);
        startIfThereIsRoom(session);
        return session;
    }

    /**
     * Goes on with the sessions that this worker hosted when it ended, the most recently used first: with their browsers
     * where they are left, else with new ones for those that are linked. Returns at once.
     */
    public void resume() {
        for (String name : place.ownRunning()) {
            try {
                resume(new SessionId(name));
            } catch (IllegalArgumentException e) {
                LOG.warn("{} in the place of the profiles is no session", name);
            } catch (WorkerProblem | UncheckedIOException e) {
                LOG.warn("session {} is not resumed: {}", name, e.getMessage());
            }
        }
    }

    private synchronized void resume(SessionId id) {
        if (closed || sessions.containsKey(id) || running() >= capacity) {
            return;
        }
        Session session = create(id);
        sessions.put(id, session);
        session.resume();
    }

    /**
     * Ends all browsers in good order, in parallel, and starts none from then on. The sessions stay linked, and other
     * workers of the place may have them.
     */
    public void drain() {
        endAll(Session::drain);
    }

    /**
     * Unlinks, ends and erases a session, also one that does not run or was never seen, and forgets it.
     *
     * @throws WorkerProblem if there is no room for the browser that a logout on WhatsApp needs; nothing is changed then
     */
    public SessionSnapshot logout(SessionId id) {
        Session session = leave(id);
        try {
            SessionSnapshot last = session.logout();
            sessions.remove(id, session);
            session.close();
            return last;
        } finally {
            synchronized (this) {
                leaving.remove(id);
            }
        }
    }

    /** From here to the end of the logout nobody else starts the session or logs it out. */
    private synchronized Session leave(SessionId id) {
        refuseWhenClosed();
        refuseWhileLeaving(id);
        Session session = sessions.computeIfAbsent(id, this::create);
        if (session.snapshot().linked()) {
            startIfThereIsRoom(session);
        }
        leaving.add(id);
        return session;
    }

    private void refuseWhileLeaving(SessionId id) {
        if (leaving.contains(id)) {
            throw new WorkerProblem(
                    WorkerErrorCode.SESSION_NOT_CONNECTED, "session " + id + " is being logged out; try again");
        }
    }

    private void refuseWhenClosed() {
        if (closed) {
            throw new WorkerProblem(WorkerErrorCode.CAPACITY_EXHAUSTED, "this worker is stopping");
        }
    }

    private void startIfThereIsRoom(Session session) {
        if (session.isRunning()) {
            return;
        }
        if (running() >= capacity) {
            throw new WorkerProblem(
                    WorkerErrorCode.CAPACITY_EXHAUSTED,
                    "this worker runs its " + capacity + " browsers; stop a session or raise SANASEND_MAX_SESSIONS");
        }
        session.start();
    }

    private Session create(SessionId id) {
        HeldProfile held = place.tryHold(id.value())
                .orElseThrow(() -> new WorkerProblem(
                        WorkerErrorCode.SESSION_HELD,
                        "another worker holds session " + id + ", or left it where its processes cannot be seen"));
        return new Session(id, held, pages, events, settings, starts, clock);
    }

    private void tick() {
        for (Session session : sessions.values()) {
            try {
                session.tick();
            } catch (RuntimeException e) {
                LOG.error(
                        "session {}: its tick failed; the next one comes",
                        session.snapshot().id(),
                        e);
            }
        }
    }

    /** Lets go of all browsers, in parallel, and leaves them running for the next start of this worker. */
    @Override
    public void close() {
        ticker.shutdownNow();
        endAll(Session::close);
    }

    private void endAll(Consumer<Session> end) {
        List<Session> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(sessions.values());
            sessions.clear();
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ending.forEach(session -> threads.submit(() -> end.accept(session)));
        }
    }
}
