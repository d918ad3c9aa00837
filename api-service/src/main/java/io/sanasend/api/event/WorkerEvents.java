package io.sanasend.api.event;

import io.sanasend.api.message.MessageEvents;
import io.sanasend.api.session.LinkedSessions;
import io.sanasend.api.worker.Sighting;
import io.sanasend.model.wire.WorkerEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Applies events of workers, each once, however often it is delivered. */
@ApplicationScoped
class WorkerEvents {

    private final EntityManager database;
    private final LinkedSessions sessions;
    private final MessageEvents messages;
    private final Clock clock;

    WorkerEvents(EntityManager database, LinkedSessions sessions, MessageEvents messages, Clock clock) {
        this.database = database;
        this.sessions = sessions;
        this.messages = messages;
        this.clock = clock;
    }

    /** All of the batch or, when anything fails, none of it. */
    @Transactional
    void apply(String workerBootId, List<WorkerEvent> events) {
        sessions.lockAll(events.stream()
                .filter(WorkerEvent.SessionChanged.class::isInstance)
                .map(WorkerEvent::sessionId)
                .collect(Collectors.toSet()));
        Set<String> unheard = remember(events);
        List<WorkerEvent.MessageAcked> acks = new ArrayList<>();
        List<WorkerEvent.MessageReceived> received = new ArrayList<>();
        for (WorkerEvent event : events) {
            if (unheard.remove(event.eventId())) {
                switch (event) {
                    case WorkerEvent.SessionChanged changed ->
                        sessions.apply(new Sighting(workerBootId, changed.at(), changed.snapshot()));
                    case WorkerEvent.MessageAcked acked -> acks.add(acked);
                    case WorkerEvent.MessageReceived message -> received.add(message);
                }
            }
        }
        // After the sessions with their lanes: the order in which everybody locks. One does not tell about the other.
        messages.acked(acks);
        received.forEach(message -> messages.received(message.sessionId(), message.message()));
    }

    /** The ids that nobody told before. In their order, so that two batches with the same ones do not wait in a circle. */
    private Set<String> remember(List<WorkerEvent> events) {
        List<?> ids = database.createNativeQuery("""
                INSERT INTO worker_events_seen (event_id, seen_at)
                SELECT id, :now FROM unnest(CAST(:ids AS text[])) AS id ORDER BY id
                ON CONFLICT DO NOTHING RETURNING event_id""", String.class)
                .setParameter("ids", events.stream().map(WorkerEvent::eventId).toArray(String[]::new))
                .setParameter("now", clock.instant())
                .getResultList();
        return ids.stream().map(String.class::cast).collect(Collectors.toCollection(HashSet::new));
    }
}
