package io.sanasend.api.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.StubWorkers;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.message.Recipient;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.wire.SendReceipt;
import io.sanasend.model.wire.SendRequest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.util.Map;
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

    @Inject
    WorkerCalls calls;

    @Inject
    StubWorker stub;

    @Inject
    TestNumbers numbers;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

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

    @Test
    void areAwayWhenTheConnectionEndsBeforeTheAnswer() throws Exception {
        StubWorker worker = workers.another("place-connected", 1);
        RegisteredWorker known = table.named(worker.id()).orElseThrow();
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        try {
            Thread.ofPlatform().daemon().start(() -> hangUp(server));
            WorkerApi broken = connections
                    .to(URI.create("http://127.0.0.1:" + server.getLocalPort()))
                    .quick();

            assertThat(calls.measured(WorkerCalls.Operation.HEALTH, () -> WorkerClient.answerTo(broken::health)))
                    .isInstanceOf(WorkerAnswer.Away.class);
        } finally {
            server.close();
        }
        assertThat(client.health(known)).isInstanceOf(WorkerAnswer.Given.class);
    }

    @Test
    void takeNoReceiptThatDoesNotSayHowFarTheMessageGot() {
        TestNumbers.Number number = numbers.linked(events);
        WaMessageId id = new WaMessageId("3EB0A1B2C3D4E5F6A7B8C9");
        stub.onSend(number.sessionId(), _ -> new StubWorker.Reply.Json(Map.of("waMessageId", id.value())));

        WorkerAnswer<SendReceipt> answer = client.send(
                new SessionId(number.sessionId()),
                new SendRequest(id, 1, new Recipient("4915112345678"), new OutboundMessage.Text("x")));

        assertThat(answer).isInstanceOf(WorkerAnswer.Away.class);
    }

    private static void hangUp(ServerSocket server) {
        try {
            while (true) {
                try (Socket caller = server.accept()) {
                    caller.getInputStream().read();
                }
            }
        } catch (IOException _) {
            // The server is closed.
        }
    }
}
