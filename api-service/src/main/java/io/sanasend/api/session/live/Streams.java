package io.sanasend.api.session.live;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.scheduler.Scheduled;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.DatabaseOutage;
import io.sanasend.api.problem.ProblemType;
import io.sanasend.api.security.Caller;
import io.sanasend.api.security.CallerStanding;
import io.sanasend.api.security.Scope;
import io.sanasend.api.session.LinkedSession;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.logging.Logger;

/**
 * The open streams: lets them in, keeps them alive, and ends those whose caller may not watch any more. Waits for nobody
 * and has no thread of its own. Safe for use by many threads.
 */
@ApplicationScoped
class Streams {

    private static final Logger LOG = Logger.getLogger(Streams.class);

    private record Watcher(long userId, CallerStanding standing, Instant nextBeat) {

        Watcher again(Duration later) {
            return new Watcher(userId, standing, nextBeat.plus(later));
        }
    }

    private final LiveSessions sessions;
    private final Seats seats;
    private final LiveConfig config;
    private final Clock clock;
    private final ConcurrentMap<EventStream, Watcher> open = new ConcurrentHashMap<>();
    private volatile Instant nextPoll = Instant.EPOCH;
    private volatile boolean stopping;

    Streams(LiveSessions sessions, Seats seats, LiveConfig config, Clock clock) {
        this.sessions = sessions;
        this.seats = seats;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A stream of what becomes of the session, which begins with how it is.
     *
     * @throws ApiException 429 if too many are open, 503 while this process ends
     */
    EventStream open(LinkedSession session, CallerStanding standing, Sse events, Line line) {
        long userId = session.userId();
        seats.take(userId);
        EventStream stream =
                new EventStream(events, line, config.reconnectDelay(), clock, over -> close(session, over));
        open.put(stream, new Watcher(userId, standing, clock.instant().plus(config.heartbeat())));
        if (stopping) {
            stream.end();
            throw new ApiException(
                    ProblemType.SERVICE_UNAVAILABLE, "This process is ending; try again.", config.reconnectDelay());
        }
        sessions.add(session, stream);
        return stream;
    }

    private void close(LinkedSession session, EventStream stream) {
        if (open.remove(stream) != null) {
            sessions.remove(session.id(), stream);
            seats.giveBack(session.userId());
        }
    }

    /** Beats where it is time to, and reads what is watched now and then. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        Instant now = clock.instant();
        if (!now.isBefore(nextPoll)) {
            nextPoll = now.plus(config.pollInterval());
            sessions.wakeAll();
        }
        try {
            open.forEach((stream, watcher) -> {
                if (!now.isBefore(watcher.nextBeat())) {
                    open.replace(stream, watcher, watcher.again(config.heartbeat()));
                    beat(stream, watcher);
                }
            });
        } catch (RuntimeException e) {
            // Without the database nothing new can be shown either; the next round looks again.
            if (!DatabaseOutage.isBehind(e)) {
                throw e;
            }
            LOG.warn("Who watches sessions is not checked: the database does not answer");
        }
    }

    private static void beat(EventStream stream, Watcher watcher) {
        Optional<Caller> caller = watcher.standing().now();
        boolean mayWatch = caller.filter(now -> now.userId() == watcher.userId())
                .filter(now -> now.scopes().contains(Scope.MANAGE_SESSIONS))
                .isPresent();
        if (mayWatch) {
            stream.beat();
        } else {
            stream.end();
        }
    }

    /** Before the server waits for requests that are under way, which an open stream would be for ever. */
    void onStop(@Observes ShutdownDelayInitiatedEvent stop) {
        stopping = true;
        endAll();
    }

    void endAll() {
        open.keySet().forEach(EventStream::end);
    }
}
