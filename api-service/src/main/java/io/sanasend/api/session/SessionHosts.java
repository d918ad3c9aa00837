package io.sanasend.api.session;

import io.sanasend.api.worker.RegisteredWorker;
import io.sanasend.api.worker.Sighting;
import io.sanasend.api.worker.WorkerAnswer;
import io.sanasend.api.worker.WorkerClient;
import io.sanasend.api.worker.WorkerRoutes;
import io.sanasend.api.worker.Workers;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.wire.WorkerErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Has sessions started and erased by the workers that are to do it. First the table says which one, then that one is asked,
 * then the caller applies what it answers. An end of this service after the first step leaves a session that is not there:
 * the next repair starts it, or gives it up. After the second it is there: the next repair, or the worker's own report,
 * brings what it is. Calls block; no transaction may be open.
 */
@ApplicationScoped
class SessionHosts {

    private static final Duration FIRST_REGISTRATIONS = Duration.ofSeconds(5);
    private static final Duration BEFORE_NEXT_LOOK = Duration.ofMillis(200);

    private final Placements placements;
    private final WorkerClient workers;
    private final WorkerRoutes routes;
    private final Workers table;
    private final Clock clock;
    private final Instant firstRegistrations;

    SessionHosts(Placements placements, WorkerClient workers, WorkerRoutes routes, Workers table, Clock clock) {
        this.placements = placements;
        this.table = table;
        this.clock = clock;
        this.firstRegistrations = clock.instant().plus(FIRST_REGISTRATIONS);
        this.workers = workers;
        this.routes = routes;
    }

    /** Starts the session or finds it running, and waits that long for a QR code, a connection or an end. */
    WorkerAnswer<Sighting> start(LinkedSession session, Duration wait) {
        SessionId id = session.wireId();
        return at(placedSoon(session.id()), id, () -> workers.start(id, wait));
    }

    /** Right after a start of this service workers are about to register, so the first callers wait for them. */
    private Placement placedSoon(long row) {
        Placement placement = placements.toRun(row);
        try {
            while (placement instanceof Placement.Nowhere && clock.instant().isBefore(firstRegistrations)) {
                Thread.sleep(BEFORE_NEXT_LOOK);
                placement = placements.toRun(row);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return placement;
    }

    /** Unlinks the number and erases the profile; {@code SESSION_NOT_FOUND} if no worker ever had it. */
    WorkerAnswer<Sighting> logout(long row, SessionId id) {
        return at(placements.toErase(row), id, () -> workers.logout(id));
    }

    /** That worker has it: from now on it is asked. */
    void follow(long row, RegisteredWorker worker, SessionId id) {
        placements.follow(row, worker);
        routes.changed(id);
    }

    /** Whether its worker is alive. */
    boolean isAttended(LinkedSession session) {
        String host = session.workerId();
        return host != null && table.named(host).filter(RegisteredWorker::live).isPresent();
    }

    private WorkerAnswer<Sighting> at(Placement placement, SessionId id, Supplier<WorkerAnswer<Sighting>> call) {
        return switch (placement) {
            case Placement.On(String _, boolean moved) -> {
                if (moved) {
                    routes.changed(id);
                }
                yield call.get();
            }
            case Placement.Full() ->
                new WorkerAnswer.Refused<>(WorkerErrorCode.CAPACITY_EXHAUSTED, "every worker is full");
            case Placement.Nowhere() -> new WorkerAnswer.Away<>("no worker that may host it is alive");
            case Placement.Unplaced() ->
                new WorkerAnswer.Refused<>(WorkerErrorCode.SESSION_NOT_FOUND, "no worker ever had it");
        };
    }
}
