package io.sanasend.devui;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operations page shows and does, implemented by the application. Each public method is a call of the page, on a
 * thread that may block; actions may take as long as a browser does, a minute or two. Safe for use by several threads.
 *
 * <p>An action that is refused or fails is an {@link Answer}, not an exception.
 */
public interface Operations {

    /** The workers the application is told about, whether they answer or not. */
    List<Worker> workers();

    /** The sessions of all users, oldest first, up to a bound. */
    Sessions sessions();

    /** Has a fresh QR code made for a session that is not linked; starts it if it does not run. */
    Answer refreshQr(long session);

    /** Stops the session's browser and starts it again; the number stays linked. */
    Answer restart(long session);

    /** Unlinks the number on WhatsApp. */
    Answer logOut(long session);

    /**
     * A worker.
     *
     * @param up whether it answered just now; nothing but the address and the trouble is known of one that did not
     * @param sessions sessions with a browser
     * @param capacity how many browsers it may run
     * @param trouble why it counts as away
     */
    record Worker(
            String address,
            boolean up,
            @Nullable String version,
            @Nullable String bootId,
            @Nullable Integer sessions,
            @Nullable Integer capacity,
            @Nullable String trouble) {}

    /**
     * Some or all of the sessions.
     *
     * @param shown the oldest ones
     * @param total how many there are
     */
    record Sessions(List<Session> shown, long total) {
        public Sessions {
            shown = List.copyOf(shown);
        }
    }

    /**
     * A session as the application knows it.
     *
     * @param id what the actions take
     * @param wireId the id the workers know
     * @param owner the user's id
     * @param reason why it is in that state, in snake case
     * @param advice what to do next, if there is anything to do
     * @param since when it entered the state
     * @param queued messages that are not settled
     * @param oldestQueued when the oldest of them was accepted
     */
    record Session(
            long id,
            String wireId,
            String name,
            long owner,
            String state,
            String reason,
            @Nullable String advice,
            Instant since,
            boolean linked,
            long queued,
            @Nullable Instant oldestQueued) {}

    /**
     * What came of an action.
     *
     * @param done whether it was done
     * @param text one sentence for the operator; on failure why, and what to do next
     */
    record Answer(boolean done, String text) {}
}
