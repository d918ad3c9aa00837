package io.sanasend.api.event;

import io.sanasend.api.message.MessageEvents;
import io.sanasend.api.session.LinkedSessions;
import io.sanasend.api.worker.Sighting;
import io.sanasend.model.wire.WorkerEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        // Sessions with their lanes before messages: the order in which everybody locks. One does not tell about the
        // other.
        Map<Boolean, List<WorkerEvent>> parts =
                events.stream().collect(Collectors.partitioningBy(WorkerEvent.SessionChanged.class::isInstance));
        Stream.of(parts.get(true), parts.get(false))
                .flatMap(List::stream)
                .filter(this::isNew)
                .forEachOrdered(event -> apply(workerBootId, event));
    }

    private void apply(String workerBootId, WorkerEvent event) {
        switch (event) {
            case WorkerEvent.SessionChanged changed ->
                sessions.apply(new Sighting(workerBootId, changed.at(), changed.snapshot()));
            case WorkerEvent.MessageAcked acked ->
                messages.acked(acked.sessionId(), acked.waMessageId(), acked.ack(), acked.at());
            case WorkerEvent.MessageReceived received -> messages.received(received.sessionId(), received.message());
        }
    }

    private boolean isNew(WorkerEvent event) {
        return database.createNativeQuery(
                                "INSERT INTO worker_events_seen (event_id, seen_at) VALUES (:id, :now) ON CONFLICT DO NOTHING")
                        .setParameter("id", event.eventId())
                        .setParameter("now", clock.instant())
                        .executeUpdate()
                == 1;
    }
}
