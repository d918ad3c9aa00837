package io.sanasend.api.session;

import io.sanasend.model.session.SessionState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.EnumMap;
import java.util.Map;

/** Counts sessions, in one statement. */
@ApplicationScoped
class SessionFigures {

    /**
     * The sessions of one state.
     *
     * @param unconnected those of them that are linked, and should be connected and are not
     * @param seconds for which the one of these that is so for longest could not send
     */
    record OfState(long sessions, long unconnected, long seconds) {}

    static final OfState NONE = new OfState(0, 0, 0);

    private final EntityManager database;

    SessionFigures(EntityManager database) {
        this.database = database;
    }

    /** By state, without those that no session is in. The outage clock of a lane does not begin anew with each change of state. */
    @Transactional
    Map<SessionState, OfState> byState() {
        Map<SessionState, OfState> figures = new EnumMap<>(SessionState.class);
        for (Object row : database.createNativeQuery("""
                SELECT s.state, count(*) AS sessions, count(*) FILTER (WHERE missed.is_so) AS unconnected,
                    CAST(COALESCE(max(extract(epoch FROM clock_timestamp() - COALESCE(l.down_since, s.since)))
                        FILTER (WHERE missed.is_so), 0) AS bigint) AS seconds
                FROM sessions s LEFT JOIN lanes l ON l.session_id = s.id
                CROSS JOIN LATERAL (SELECT s.is_wanted AND s.is_linked AND s.state <> 'connected' AS is_so) missed
                WHERE s.deleted_at IS NULL GROUP BY s.state""", Tuple.class).getResultList()) {
            Tuple state = (Tuple) row;
            figures.put(
                    SessionState.ofWireName(state.get("state", String.class)),
                    new OfState(
                            state.get("sessions", Long.class),
                            state.get("unconnected", Long.class),
                            state.get("seconds", Long.class)));
        }
        return figures;
    }
}
