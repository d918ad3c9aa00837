package io.sanasend.api.session;

import io.sanasend.api.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;

/** The sessions of whoever calls, and how they are shown. Another user's do not exist here. */
@ApplicationScoped
public class OwnSessions {

    /** Describes the path parameter that names a session. */
    public static final String ID = "The id of the session, or its sessionId";

    private final LinkedSessions sessions;
    private final SessionConfig config;
    private final Clock clock;

    OwnSessions(LinkedSessions sessions, SessionConfig config, Clock clock) {
        this.sessions = sessions;
        this.config = config;
        this.clock = clock;
    }

    /**
     * The caller's session of that id.
     *
     * @throws io.sanasend.api.problem.ApiException 404 if the caller has none
     */
    public LinkedSession one(String reference, SecurityContext security) {
        return sessions.byReference(Caller.of(security).userId(), reference).orElseThrow(LinkedSessions::notFound);
    }

    /**
     * The caller's primary session.
     *
     * @throws io.sanasend.api.problem.ApiException 404 if the caller has none
     */
    LinkedSession primary(SecurityContext security) {
        return sessions.primaryOf(Caller.of(security).userId()).orElseThrow(LinkedSessions::notFound);
    }

    public SessionView view(LinkedSession session) {
        return SessionView.of(session, clock.instant(), config.qrGrace());
    }
}
