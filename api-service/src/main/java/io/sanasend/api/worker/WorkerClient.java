package io.sanasend.api.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.api.worker.WorkerCalls.Operation;
import io.sanasend.model.message.OutboundMessage;
import io.sanasend.model.message.WaMessageId;
import io.sanasend.model.session.SessionId;
import io.sanasend.model.wire.PairingCode;
import io.sanasend.model.wire.PairingRequest;
import io.sanasend.model.wire.SendReceipt;
import io.sanasend.model.wire.SendRequest;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerError;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.model.wire.WorkerHealth;
import io.sanasend.model.wire.WorkerPaths;
import io.vertx.core.VertxException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.client.api.ClientMultipartForm;

/**
 * Talks to workers: about a session to the one that hosts it, and to each of them about all it has. Calls block, so they
 * belong on a virtual thread and outside of any transaction; each has a deadline, and none is ever repeated here. Safe for
 * use by many threads.
 */
@ApplicationScoped
public class WorkerClient {

    private final WorkerRoutes routes;
    private final WorkerConnections connections;
    private final ObjectMapper json;
    private final Clock clock;
    private final WorkerCalls calls;

    public WorkerClient(
            WorkerRoutes routes, WorkerConnections connections, ObjectMapper json, Clock clock, WorkerCalls calls) {
        this.routes = routes;
        this.connections = connections;
        this.calls = calls;
        this.json = json;
        this.clock = clock;
    }

    public WorkerAnswer<WorkerHealth> health(RegisteredWorker worker) {
        return call(Operation.HEALTH, connections.to(worker.address()).quick()::health);
    }

    /** Every session that worker has. */
    public WorkerAnswer<WorkerRoster> roster(RegisteredWorker worker) {
        WorkerApi quick = connections.to(worker.address()).quick();
        return sighted(
                call(Operation.ROSTER, quick::sessions),
                (bootId, snapshots) -> new WorkerRoster(
                        worker,
                        snapshots.stream()
                                .map(snapshot -> new Sighting(bootId, clock.instant(), snapshot))
                                .toList()));
    }

    /** Has that worker end a browser that another one should run, or nobody; the profile stays. */
    public WorkerAnswer<Sighting> stopAt(RegisteredWorker worker, SessionId id) {
        WorkerApi patient = connections.to(worker.address()).patient();
        return sighting(call(Operation.STOP, () -> patient.stop(id.value())));
    }

    /** Has that worker unlink and erase what it should not have. */
    public WorkerAnswer<Sighting> logoutAt(RegisteredWorker worker, SessionId id) {
        WorkerApi patient = connections.to(worker.address()).patient();
        return sighting(call(Operation.LOGOUT, () -> patient.logout(id.value())));
    }

    /** Starts the session or finds it running, and waits that long for a QR code, a connection or an end. */
    public WorkerAnswer<Sighting> start(SessionId id, Duration wait) {
        return sighting(host(Operation.START, id, worker -> worker.start(id.value(), wait.toSeconds())));
    }

    /** Ends the browser; the number stays linked. */
    public WorkerAnswer<Sighting> stop(SessionId id) {
        return sighting(host(Operation.STOP, id, worker -> worker.stop(id.value())));
    }

    /** Unlinks the number and erases the profile; also when the session does not run. */
    public WorkerAnswer<Sighting> logout(SessionId id) {
        return sighting(host(Operation.LOGOUT, id, worker -> worker.logout(id.value())));
    }

    /** Has a fresh QR code made, and waits that long for it. */
    public WorkerAnswer<Sighting> refreshQr(SessionId id, Duration wait) {
        return sighting(host(Operation.REFRESH_QR, id, worker -> worker.refreshQr(id.value(), wait.toSeconds())));
    }

    /** Has a code made that links the number when it is typed on its phone. */
    public WorkerAnswer<PairingCode> pairingCode(SessionId id, PairingRequest request) {
        return host(Operation.PAIRING_CODE, id, worker -> worker.pairingCode(id.value(), request));
    }

    /** Sends a message that has no file. */
    public WorkerAnswer<SendReceipt> send(SessionId id, SendRequest request) {
        return receipt(host(Operation.SEND, id, worker -> worker.send(id.value(), request)));
    }

    /** Sends a message with its file, which is streamed from the disk. */
    public WorkerAnswer<SendReceipt> send(SessionId id, SendRequest request, OutboundMessage.Media media, Path file) {
        return receipt(host(Operation.SEND_FILE, id, worker -> {
            ClientMultipartForm form = ClientMultipartForm.create()
                    .attribute(WorkerPaths.MESSAGE_PART, write(request), null)
                    .binaryFileUpload(WorkerPaths.FILE_PART, media.filename(), file.toString(), media.contentType());
            return worker.sendWithFile(id.value(), form);
        }));
    }

    /** The receipt of a message that was handed over before. */
    public WorkerAnswer<SendReceipt> lookUp(SessionId id, WaMessageId message, long fence) {
        return receipt(host(Operation.LOOK_UP, id, worker -> worker.lookUp(id.value(), message.value(), fence)));
    }

    /** What does not tell how far the message got is no receipt, and leaves it as open as no answer does. */
    private static WorkerAnswer<SendReceipt> receipt(WorkerAnswer<SendReceipt> answer) {
        return answer instanceof WorkerAnswer.Given<SendReceipt>(SendReceipt given)
                        && (given.ack() == null || given.timestamp() == null)
                ? new WorkerAnswer.Away<>("an answer that is no receipt")
                : answer;
    }

    /** Asks the worker that hosts the session; where none does, the answer is that of a worker that does not have it. */
    private <T> WorkerAnswer<T> host(Operation operation, SessionId id, Function<WorkerApi, T> question) {
        Optional<URI> address = routes.to(id);
        if (address.isEmpty()) {
            return new WorkerAnswer.Refused<>(WorkerErrorCode.SESSION_NOT_FOUND, "no worker hosts the session");
        }
        WorkerApi patient = connections.to(address.get()).patient();
        WorkerAnswer<T> answer = call(operation, () -> question.apply(patient));
        if (isDeadEnd(answer)) {
            routes.forget(id);
        }
        return answer;
    }

    /** The route may have led to a worker that is gone, or does not host the session any more. */
    private static boolean isDeadEnd(WorkerAnswer<?> answer) {
        return switch (answer) {
            case WorkerAnswer.Given<?> _ -> false;
            case WorkerAnswer.Away<?> _ -> true;
            case WorkerAnswer.Refused<?>(WorkerErrorCode code, String _) ->
                code == WorkerErrorCode.SESSION_NOT_FOUND || code == WorkerErrorCode.SESSION_HELD;
        };
    }

    private WorkerAnswer<Sighting> sighting(WorkerAnswer<RestResponse<SessionSnapshot>> answer) {
        return sighted(answer, (bootId, snapshot) -> new Sighting(bootId, clock.instant(), snapshot));
    }

    /** The answer itself names the run of the worker it comes from, so a snapshot is never taken for another run's. */
    private static <T, R> WorkerAnswer<R> sighted(
            WorkerAnswer<RestResponse<T>> answer, BiFunction<String, T, R> combine) {
        return switch (answer) {
            case WorkerAnswer.Given<RestResponse<T>>(RestResponse<T> response) -> {
                String bootId = response.getHeaderString(WorkerPaths.BOOT_HEADER);
                T value = response.getEntity();
                yield bootId == null || value == null
                        ? new WorkerAnswer.Away<>("an answer that is no worker's")
                        : new WorkerAnswer.Given<>(combine.apply(bootId, value));
            }
            case WorkerAnswer.Refused<RestResponse<T>>(WorkerErrorCode code, String message) ->
                new WorkerAnswer.Refused<>(code, message);
            case WorkerAnswer.Away<RestResponse<T>>(String why) -> new WorkerAnswer.Away<>(why);
        };
    }

    private <T> WorkerAnswer<T> call(Operation operation, Supplier<T> call) {
        return calls.measured(operation, () -> answerTo(call));
    }

    static <T> WorkerAnswer<T> answerTo(Supplier<T> call) {
        try {
            T value = call.get();
            return value == null ? new WorkerAnswer.Away<>("empty answer") : new WorkerAnswer.Given<>(value);
        } catch (WebApplicationException e) {
            return refusal(e.getResponse());
        } catch (ProcessingException | VertxException e) {
            // The client wraps failures of the network, but not each end of a pooled connection that is closed as it is
            // used.
            return new WorkerAnswer.Away<>(rootOf(e).getClass().getSimpleName());
        }
    }

    private static <T> WorkerAnswer<T> refusal(Response response) {
        try {
            WorkerError error = response.readEntity(WorkerError.class);
            if (error != null && error.code() != null) {
                return new WorkerAnswer.Refused<>(error.code(), error.message());
            }
        } catch (ProcessingException | WebApplicationException | IllegalStateException _) {
            // Not the body of a worker; what answers there is something else, a proxy for example.
        }
        return new WorkerAnswer.Away<>("HTTP " + response.getStatus() + " without a worker's error");
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private String write(SendRequest request) {
        try {
            return json.writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
