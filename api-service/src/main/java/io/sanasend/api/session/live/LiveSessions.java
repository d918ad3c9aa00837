package io.sanasend.api.session.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.StartupEvent;
import io.sanasend.api.fanout.Fanout;
import io.sanasend.api.fanout.Listener;
import io.sanasend.api.problem.DatabaseOutage;
import io.sanasend.api.session.DeletedSession;
import io.sanasend.api.session.LinkedSession;
import io.sanasend.api.session.LinkedSessions;
import io.sanasend.api.session.OwnSessions;
import io.sanasend.api.session.SessionRevised;
import io.sanasend.model.session.SessionId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The sessions that somebody watches, and who does. A change wakes them, on every replica; then their rows are read, once
 * for all who watch, by one thread that lives only as long as there is something to read. Safe for use by many threads.
 */
@ApplicationScoped
class LiveSessions {

    private static final Logger LOG = Logger.getLogger(LiveSessions.class);
    private static final String TOPIC = "session-revised";
    /** Rows read by one statement. */
    private static final int BATCH = 100;

    /** A session, and the streams that show it. */
    private record Watched(SessionId name, Set<EventStream> streams) {}

    private final LinkedSessions sessions;
    private final OwnSessions views;
    private final Fanout fanout;
    private final ObjectMapper json;
    private final String replica;
    private final ConcurrentMap<Long, Watched> watched = new ConcurrentHashMap<>();
    private final Set<Long> woken = new LinkedHashSet<>();
    private boolean reading;

    LiveSessions(LinkedSessions sessions, OwnSessions views, Fanout fanout, ObjectMapper json, RandomGenerator random) {
        this.sessions = sessions;
        this.views = views;
        this.fanout = fanout;
        this.json = json;
        this.replica = Long.toHexString(random.nextLong());
    }

    void listen(@Observes StartupEvent start) {
        fanout.listen(TOPIC, new Listener() {
            @Override
            public void heard(String text) {
                int colon = text.indexOf(':');
                if (!text.substring(0, colon).equals(replica)) {
                    wake(Long.parseLong(text.substring(colon + 1)));
                }
            }

            @Override
            public void maybeMissed() {
                wakeAll();
            }
        });
    }

    /** Something of a session changed here. */
    void revised(@Observes(during = TransactionPhase.AFTER_SUCCESS) SessionRevised revision) {
        fanout.tell(TOPIC, replica + ":" + revision.id());
        wake(revision.id());
    }

    /** From now on the stream shows that session, beginning with how it is. */
    void add(LinkedSession session, EventStream stream) {
        watched.compute(session.id(), (_, known) -> {
            Watched now = known == null ? new Watched(session.wireId(), ConcurrentHashMap.newKeySet()) : known;
            now.streams().add(stream);
            return now;
        });
        wake(session.id());
    }

    void remove(long id, EventStream stream) {
        watched.computeIfPresent(id, (_, known) -> {
            known.streams().remove(stream);
            return known.streams().isEmpty() ? null : known;
        });
    }

    /** Reads everything that is watched. */
    void wakeAll() {
        watched.keySet().forEach(this::wake);
    }

    private void wake(long id) {
        if (!watched.containsKey(id)) {
            return;
        }
        synchronized (woken) {
            woken.add(id);
            if (reading) {
                return;
            }
            reading = true;
        }
        Thread.ofVirtual().name("session-events").start(this::read);
    }

    private void read() {
        for (List<Long> ids = next(); !ids.isEmpty(); ids = next()) {
            try {
                show(ids);
            } catch (RuntimeException e) {
                // The top of this thread. What was not shown is read again by the next poll.
                if (DatabaseOutage.isBehind(e)) {
                    LOG.warn("Watched sessions are not read: the database does not answer");
                } else {
                    LOG.error("Watched sessions could not be shown; they are read again soon", e);
                }
            }
        }
    }

    private List<Long> next() {
        synchronized (woken) {
            List<Long> batch = woken.stream().limit(BATCH).toList();
            batch.forEach(woken::remove);
            reading = !batch.isEmpty();
            return batch;
        }
    }

    private void show(List<Long> ids) {
        Map<Long, LinkedSession> rows =
                sessions.present(ids).stream().collect(Collectors.toMap(LinkedSession::id, Function.identity()));
        for (Long id : ids) {
            Watched who = watched.get(id);
            if (who != null) {
                LinkedSession row = rows.get(id);
                Shown shown = row == null
                        ? Shown.of(DeletedSession.of(id, who.name()), json)
                        : Shown.of(views.view(row), json);
                who.streams().forEach(stream -> stream.show(shown));
            }
        }
    }
}
