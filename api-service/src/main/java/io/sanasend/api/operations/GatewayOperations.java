package io.sanasend.api.operations;

import io.sanasend.api.problem.ApiException;
import io.sanasend.api.session.LinkedSession;
import io.sanasend.api.session.LinkedSessions;
import io.sanasend.api.session.SessionLife;
import io.sanasend.api.worker.RegisteredWorker;
import io.sanasend.api.worker.WorkerAnswer;
import io.sanasend.api.worker.WorkerClient;
import io.sanasend.api.worker.Workers;
import io.sanasend.devui.Operations;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.WorkerHealth;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;

/**
 * The operator's view of this gateway, and the operator's hand on it: actions do what the owner's own requests would do. No
 * connection or transaction is held while a worker thinks. Safe for use by several threads.
 */
@ApplicationScoped
class GatewayOperations implements Operations {

    private final Workers workers;
    private final WorkerClient client;
    private final SessionQueues queues;
    private final LinkedSessions sessions;
    private final SessionLife life;

    GatewayOperations(
            Workers workers, WorkerClient client, SessionQueues queues, LinkedSessions sessions, SessionLife life) {
        this.workers = workers;
        this.client = client;
        this.queues = queues;
        this.sessions = sessions;
        this.life = life;
    }

    @Override
    public List<Worker> workers() {
        return workers.all().stream().map(this::shown).toList();
    }

    /** One whose lease is over need not be asked. */
    private Worker shown(RegisteredWorker worker) {
        String address = worker.address().toString();
        if (!worker.live()) {
            return away(address, "not heard of since " + worker.seenAt());
        }
        return switch (client.health(worker)) {
            case WorkerAnswer.Given<WorkerHealth>(WorkerHealth health) ->
                new Worker(
                        address,
                        true,
                        health.version(),
                        health.bootId(),
                        health.sessions(),
                        health.capacity(),
                        health.reason());
            case WorkerAnswer.Refused<WorkerHealth> refused ->
                away(address, refused.code().name());
            case WorkerAnswer.Away<WorkerHealth>(String why) -> away(address, why);
        };
    }

    private static Worker away(String address, String trouble) {
        return new Worker(address, false, null, null, null, null, trouble);
    }

    @Override
    public Sessions sessions() {
        return queues.oldest();
    }

    @Override
    public Answer refreshQr(long session) {
        return answer(session, found -> {
            LinkedSession fresh = life.refreshQr(found);
            return fresh.state() == SessionState.QR_PENDING ? fresh.wireId() + " has a fresh QR code." : nowIs(fresh);
        });
    }

    /** Leaves it stopped when it cannot be started again, or when the service ends in between; a second try starts it. */
    @Override
    public Answer restart(long session) {
        return answer(session, found -> nowIs(life.reconnect(life.disconnect(found))));
    }

    @Override
    public Answer logOut(long session) {
        return answer(session, found -> nowIs(life.logout(found)));
    }

    private Answer answer(long session, Function<LinkedSession, String> action) {
        try {
            return new Answer(true, action.apply(sessions.current(session)));
        } catch (ApiException refusal) {
            return new Answer(false, refusal.detail());
        }
    }

    private static String nowIs(LinkedSession session) {
        return session.wireId() + " is " + session.state().wireName() + " now.";
    }
}
