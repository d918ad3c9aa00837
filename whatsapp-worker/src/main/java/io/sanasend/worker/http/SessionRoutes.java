package io.sanasend.worker.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sanasend.model.wire.WorkerPaths;
import io.sanasend.worker.session.Session;
import io.sanasend.worker.session.SessionRegistry;

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
 * </table>
 */
public final class SessionRoutes implements Routes {

    private final SessionRegistry sessions;

    public SessionRoutes(SessionRegistry sessions) {
        this.sessions = sessions;
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
    }

    private Session session(Context request) {
        return sessions.get(Parameters.session(request));
    }

    private void start(Context request) {
        var id = Parameters.session(request);
        var patience = Parameters.wait(request);
        Session session = sessions.start(id);
        request.json(patience.isZero() ? session.snapshot() : session.awaitUsable(patience));
    }
}
