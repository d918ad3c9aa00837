package io.sanasend.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.api.worker.WorkerConfig;
import io.sanasend.api.worker.Workers;
import io.sanasend.model.session.SessionState;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URL;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

@ApiTest
class RepairTurnIT {

    @Inject
    RepairTurn turn;

    @Inject
    Workers workers;

    @Inject
    RosterRepair rosters;

    @Inject
    SessionConfig config;

    @Inject
    WorkerConfig leases;

    @Inject
    SessionRepair own;

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    EntityManager database;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    @Test
    void belongsToOneReplicaUntilItDiesOrGivesItBack() {
        free();
        assertThat(turn.take("one")).isTrue();
        assertThat(turn.take("two")).isFalse();
        assertThat(turn.take("one")).isTrue();

        turn.giveBack("two");
        assertThat(turn.take("two")).isFalse();
        turn.giveBack("one");
        assertThat(turn.take("two")).isTrue();

        free();
        assertThat(turn.take("one")).isTrue();
        turn.giveBack("one");
    }

    @Test
    void letsTwoReplicasDoTheWorkOnce() throws Exception {
        Number number = numbers.linked(events);
        worker.restart();
        worker.onStart(number.sessionId(), SessionState.CONNECTED);
        free();
        int calls = worker.calls(number.sessionId()).size();
        List<Callable<Void>> ticks = List.of(tickOf(replica()), tickOf(replica()), tickOf(own));

        try (ExecutorService replicas = Executors.newVirtualThreadPerTaskExecutor()) {
            replicas.invokeAll(ticks);
        }

        assertThat(worker.calls(number.sessionId())).hasSize(calls + 1);
        free();
    }

    private SessionRepair replica() {
        return new SessionRepair(
                turn, workers, rosters, config, leases, Clock.systemUTC(), RandomGenerator.getDefault());
    }

    private static Callable<Void> tickOf(SessionRepair replica) {
        return () -> {
            replica.tick();
            return null;
        };
    }

    private void free() {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery("UPDATE repair_turn SET lease_ends = clock_timestamp()")
                        .executeUpdate());
    }
}
