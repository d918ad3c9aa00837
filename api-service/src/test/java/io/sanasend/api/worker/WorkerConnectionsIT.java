package io.sanasend.api.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.StubWorkers;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ApiTest
class WorkerConnectionsIT {

    @Inject
    WorkerConnections connections;

    @Inject
    WorkerClient client;

    @Inject
    Workers table;

    @Inject
    StubWorkers workers;

    @AfterEach
    void dismiss() {
        workers.dismiss();
    }

    @Test
    void lastAsLongAsTheirWorkerIsKnown() {
        StubWorker worker = workers.another("place-connected", 1);
        RegisteredWorker known = table.named(worker.id()).orElseThrow();
        URI address = known.address();
        WorkerConnections.Connection first = connections.to(address);

        connections.closeUnused();
        assertThat(connections.to(address)).isSameAs(first);
        assertThat(client.health(known)).isInstanceOf(WorkerAnswer.Given.class);

        workers.dismiss();
        connections.closeUnused();
        assertThat(connections.to(address)).isNotSameAs(first);
    }

    @Test
    void areAwayWhenNobodyIsThere() {
        StubWorker worker = workers.another("place-connected", 1);
        RegisteredWorker known = table.named(worker.id()).orElseThrow();
        worker.close();

        assertThat(client.health(known)).isInstanceOf(WorkerAnswer.Away.class);
        assertThat(client.roster(known)).isInstanceOf(WorkerAnswer.Away.class);
    }
}
