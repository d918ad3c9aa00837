package io.sanasend.worker.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sanasend.model.wire.PairingCode;
import io.sanasend.model.wire.PairingRequest;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.model.wire.WorkerPaths;
import io.sanasend.worker.session.Session;
import io.sanasend.worker.session.SessionRegistry;
import io.sanasend.worker.session.WorkerProblem;
import io.sanasend.worker.whatsapp.LookupOutcome;

/**
 * Sessions.
 *
 * <table>
 * <tr><td>GET /sessions</td><td>snapshots of all</td></tr>
 * <tr><td>GET /sessions/{id}</td><td>one snapshot</td></tr>
 * <tr><td>PUT /sessions/{id}?wait=</td><td>start or return it; waits for a QR code, connected, or an end</td></tr>
 * <tr><td>POST /sessions/{id}/stop</td><td>end the browser; the number stays linked</td></tr>
 * <tr><td>POST /sessions/{id}/logout</td><td>unlink and erase, also what does not run</td></tr>
 * <tr><td>POST /sessions/{id}/refresh-qr?wait=</td><td>a new round of QR codes</td></tr>
 * <tr><td>POST /drain</td><td>end all browsers in good order and start none from then on</td></tr>
 * <tr><td>POST /sessions/{id}/pairing-code</td><td>a code to type on the phone instead of scanning</td></tr>
 * </table>
 */
public final class SessionRoutes implements Routes {

    private final SessionRegistry sessions;

    private final ObjectMapper json;

    public SessionRoutes(SessionRegistry sessions, ObjectMapper json) {
        this.sessions = sessions;
        this.json = json;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(WorkerPaths.SESSIONS, request -> request.json(sessions.snapshots()));
        routes.get("/sessions/{id}", request -> request.json(session(request).snapshot()));
        routes.put("/sessions/{id}", this::start);
        routes.post(
                "/sessions/{id}/stop", request -> request.json(session(request).stop()));
        routes.post("/sessions/{id}/logout", request -> request.json(sessions.logout(Parameters.session(request))));
        routes.post(
                "/sessions/{id}/refresh-qr",
                request -> request.json(session(request).refreshQr(Parameters.wait(request))));
        routes.post("/sessions/{id}/pairing-code", this::pairingCode);
        routes.post(WorkerPaths.DRAIN, request -> {
            sessions.drain();
            request.status(204);
        });
    }

    private Session session(Context request) {
        return sessions.get(Parameters.session(request));
    }

    private void pairingCode(Context request) {
        Session session = session(request);
        PairingRequest wanted = JsonBody.read(json, request.body(), PairingRequest.class);
        if (wanted.phone() == null) {
            throw JsonBody.invalid("phone is required");
        }
        switch (session.pairingCode(wanted)) {
            case LookupOutcome.Found<PairingCode>(PairingCode code) -> request.json(code);
            case LookupOutcome.NotFound<PairingCode>() ->
                throw new WorkerProblem(WorkerErrorCode.RESULT_UNKNOWN, "WhatsApp gave no pairing code");
            case LookupOutcome.Unanswered<PairingCode>(String detail) ->
                throw new WorkerProblem(WorkerErrorCode.RESULT_UNKNOWN, detail);
        }
    }

    private void start(Context request) {
        var id = Parameters.session(request);
        var patience = Parameters.wait(request);
        Session session = sessions.start(id);
        request.json(patience.isZero() ? session.snapshot() : session.awaitUsable(patience));
    }
}
