package io.sanasend.worker.session;

import java.time.Duration;

/**
 * The deadlines and budgets of a session.
 *
 * @param usable a started page must show a QR code or be registered by then; the real page needs 5 to 6 s on two cores
 * @param loaded a page that is registered has that long to be loaded whole; syncing takes its time
 * @param answering a page that does not answer a trivial call for that long is dead
 * @param qrRounds how many times six codes are shown before the session rests
 * @param qrRefresh how long a page may take to show new codes before it is loaded again
 * @param restarts how many times a browser may be started anew within {@code restartWindow}
 * @param logout how long the whole of a logout may take, a start of the browser included
 * @param waitingCalls how many sends and look-ups may wait for one session
 */
public record SessionSettings(
        Duration usable,
        Duration loaded,
        Duration answering,
        int qrRounds,
        Duration qrRefresh,
        int restarts,
        Duration restartWindow,
        Duration logout,
        int waitingCalls) {

    public static final SessionSettings DEFAULT = new SessionSettings(
            Duration.ofSeconds(60),
            Duration.ofMinutes(3),
            Duration.ofSeconds(30),
            5,
            Duration.ofSeconds(5),
            4,
            Duration.ofMinutes(10),
            Duration.ofSeconds(60),
            64);
}
