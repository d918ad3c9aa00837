package io.sanasend.api.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.client.api.ClientMultipartForm;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/**
 * Talks to the worker. Calls block, so they belong on a virtual thread and outside of any transaction; each has a
 * deadline, and none is ever repeated here. Safe for use by many threads.
 */
@ApplicationScoped
public class WorkerClient {

    private final WorkerApi quick;
    private final WorkerApi patient;
    private final ObjectMapper json;
    private final Clock clock;

    public WorkerClient(WorkerConfig config, ObjectMapper json, Clock clock) {
        this.quick = connect(config, config.quickTimeout());
        this.patient = connect(config, config.patientTimeout());
        this.json = json;
        this.clock = clock;
    }

    private static WorkerApi connect(WorkerConfig config, Duration timeout) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(config.url())
                .connectTimeout(config.quickTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .property(QuarkusRestClientProperties.CONNECTION_POOL_SIZE, config.connections())
                .register(new SecretHeader(config.secret()))
                .build(WorkerApi.class);
    }

    public WorkerAnswer<WorkerHealth> health() {
        return call(quick::health);
    }

    /** Every session the worker has. */
    public WorkerAnswer<WorkerRoster> roster() {
        return sighted(
                quick::sessions,
                (bootId, snapshots) -> new WorkerRoster(snapshots.stream()
                        .map(snapshot -> new Sighting(bootId, clock.instant(), snapshot))
                        .toList()));
    }

    /** Starts the session or finds it running, and waits that long for a QR code, a connection or an end. */
    public WorkerAnswer<Sighting> start(SessionId id, Duration wait) {
        return sighting(() -> patient.start(id.value(), wait.toSeconds()));
    }

    /** Ends the browser; the number stays linked. */
    public WorkerAnswer<Sighting> stop(SessionId id) {
        return sighting(() -> patient.stop(id.value()));
    }

    /** Unlinks the number and erases the profile; also when the session does not run. */
    public WorkerAnswer<Sighting> logout(SessionId id) {
        return sighting(() -> patient.logout(id.value()));
    }

    /** Has a fresh QR code made, and waits that long for it. */
    public WorkerAnswer<Sighting> refreshQr(SessionId id, Duration wait) {
        return sighting(() -> patient.refreshQr(id.value(), wait.toSeconds()));
    }

    /** Has a code made that links the number when it is typed on its phone. */
    public WorkerAnswer<PairingCode> pairingCode(SessionId id, PairingRequest request) {
        return call(() -> patient.pairingCode(id.value(), request));
    }

    /** Sends a message that has no file. */
    public WorkerAnswer<SendReceipt> send(SessionId id, SendRequest request) {
        return call(() -> patient.send(id.value(), request));
    }

    /** Sends a message with its file, which is streamed from the disk. */
    public WorkerAnswer<SendReceipt> send(SessionId id, SendRequest request, OutboundMessage.Media media, Path file) {
        ClientMultipartForm form = ClientMultipartForm.create()
                .attribute(WorkerPaths.MESSAGE_PART, write(request), null)
                .binaryFileUpload(WorkerPaths.FILE_PART, media.filename(), file.toString(), media.contentType());
        return call(() -> patient.sendWithFile(id.value(), form));
    }

    /** The receipt of a message that was handed over before. */
    public WorkerAnswer<SendReceipt> lookUp(SessionId id, WaMessageId message, long fence) {
        return call(() -> patient.lookUp(id.value(), message.value(), fence));
    }

    private WorkerAnswer<Sighting> sighting(Supplier<RestResponse<SessionSnapshot>> call) {
        return sighted(call, (bootId, snapshot) -> new Sighting(bootId, clock.instant(), snapshot));
    }

    /** The answer itself names the run of the worker it comes from, so a snapshot is never taken for another run's. */
    private static <T, R> WorkerAnswer<R> sighted(Supplier<RestResponse<T>> call, BiFunction<String, T, R> combine) {
        return switch (call(call)) {
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

    private static <T> WorkerAnswer<T> call(Supplier<T> call) {
        try {
            T value = call.get();
            return value == null ? new WorkerAnswer.Away<>("empty answer") : new WorkerAnswer.Given<>(value);
        } catch (WebApplicationException e) {
            return refusal(e.getResponse());
        } catch (ProcessingException e) {
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
