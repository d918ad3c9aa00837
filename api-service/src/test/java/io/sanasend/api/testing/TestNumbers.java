package io.sanasend.api.testing;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.sanasend.model.session.SessionState;
import io.sanasend.model.wire.SessionSnapshot;
import io.sanasend.model.wire.WorkerEvent;
import io.sanasend.model.wire.WorkerEventBatch;
import io.sanasend.model.wire.WorkerPaths;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.net.URL;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Gives tenants linked numbers, and tells the service what a worker would tell. */
@ApplicationScoped
public class TestNumbers {

    private final StubWorker worker;
    private final ObjectMapper json;

    TestNumbers(StubWorker worker, ObjectMapper json) {
        this.worker = worker;
        this.json = json;
    }

    /** A session of a tenant. */
    public record Number(Tenant tenant, int id, String sessionId) {}

    /** A new tenant whose only session is connected. */
    public Number linked(URL events) {
        Number number = started(TestCallers.newTenant(), "Instance");
        enter(events, number, SessionState.CONNECTED);
        return number;
    }

    /** A session that shows a QR code. */
    public Number started(Tenant tenant, String name) {
        JsonPath answer = tenant.call()
                .body(Map.of("instance_name", name))
                .post("/api/v1/sessions/init/")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        return new Number(tenant, answer.getInt("data.id"), answer.getString("data.sessionId"));
    }

    /** The session enters that state at the worker, and the worker says so. */
    public SessionSnapshot enter(URL events, Number number, SessionState state) {
        SessionSnapshot snapshot = worker.enter(number.sessionId(), state);
        tell(events, List.of(changed(snapshot)));
        return snapshot;
    }

    /** Another QR code is shown at the worker, and the worker says so. */
    public void rotateQr(URL events, Number number) {
        tell(events, List.of(changed(worker.rotateQr(number.sessionId()))));
    }

    public WorkerEvent changed(SessionSnapshot snapshot) {
        return new WorkerEvent.SessionChanged(
                newEventId(), snapshot.id(), snapshot.revision(), Instant.now(), snapshot);
    }

    public static String newEventId() {
        return UUID.randomUUID().toString();
    }

    /** Delivers events as the present run of the worker. */
    public void tell(URL events, List<WorkerEvent> batch) {
        tell(events, worker.bootId(), batch);
    }

    public void tell(URL events, String bootId, List<WorkerEvent> batch) {
        given().contentType(ContentType.JSON)
                .header(WorkerPaths.SECRET_HEADER, LocalServices.WORKER_SECRET)
                .body(write(new WorkerEventBatch(bootId, batch)))
                .post(events)
                .then()
                .statusCode(204);
    }

    /** Through a mapper that knows the types: they are lost when a generic one writes a list. */
    private String write(WorkerEventBatch batch) {
        try {
            return json.writeValueAsString(batch);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
