package io.sanasend.worker.session;

import io.sanasend.model.session.SessionState;
import io.sanasend.model.session.StateReason;
import io.sanasend.worker.whatsapp.WhatsAppPage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Shows a page's QR codes, and has them refreshed: by the page itself when a round of codes is over, by loading the page again
 * when it does not answer. Used under the monitor of its {@link PageWatch}.
 */
final class QrWatch {

    private static final StateReason QR_WAITING =
            StateReason.of("qr_waiting", "Scan the QR code in WhatsApp on the phone, under linked devices.");

    private static final StateReason CODE_WAITING =
            StateReason.of("pairing_code_waiting", "Type the pairing code in WhatsApp on the phone.");

    private final PageRuns runs;
    private final SessionStatus status;
    private final SessionSettings settings;
    private final Clock clock;
    private final QrRotation rotation = new QrRotation();

    QrWatch(PageRuns runs, SessionStatus status, SessionSettings settings, Clock clock) {
        this.runs = runs;
        this.status = status;
        this.settings = settings;
        this.clock = clock;
    }

    /** The rounds are counted anew. */
    void restart() {
        rotation.restart();
    }

    /** There is no code to scan. */
    void hide() {
        rotation.hide();
    }

    /** The owner asks for new codes; they do not count as a round that nobody scanned. */
    void refresh(PageRun of) {
        rotation.restart();
        ask(of);
    }

    /** A pairing code was given out: until it is over nothing is done to the page that could void it. Answers when that is. */
    Instant awaitTyping(@Nullable PageRun of, Duration life) {
        Instant until = clock.instant().plus(life);
        if (of != null) {
            of.holdQr(until);
        }
        return until;
    }

    /** The page shows a code. */
    void shown(PageRun of, String payload) {
        of.usable();
        if (rotation.show(payload, clock.instant())) {
            of.qrCame();
        }
        status.enter(SessionState.QR_PENDING, null, QR_WAITING, rotation.current(), null);
    }

    /** The page's codes are over; false if nobody scanned one in as many rounds as are shown. */
    boolean expired(PageRun of) {
        of.usable();
        if (of.awaitsQr()) {
            return true;
        }
        Instant held = of.qrHeldUntil(clock.instant());
        if (held != null) {
            rotation.restart();
            of.awaitQr(held);
            status.enter(SessionState.QR_PENDING, null, CODE_WAITING);
            return true;
        }
        rotation.endRound();
        if (rotation.rounds() >= settings.qrRounds()) {
            return false;
        }
        status.enter(SessionState.QR_PENDING, null, StateReason.of("qr_expired"));
        ask(of);
        return true;
    }

    /** New codes did not come in time; false if loading the page again did not help either. */
    boolean late(PageRun of, Instant now) {
        if (!of.tryReload()) {
            return false;
        }
        of.awaitQr(now.plus(settings.usable()));
        runs.tell("reload", WhatsAppPage::reload);
        return true;
    }

    private void ask(PageRun of) {
        of.awaitQr(clock.instant().plus(settings.qrRefresh()));
        runs.tell("QR refresh", WhatsAppPage::refreshQr);
    }
}
